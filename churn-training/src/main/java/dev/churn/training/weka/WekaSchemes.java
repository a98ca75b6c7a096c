package dev.churn.training.weka;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is known of Weka 3.8.7: which of its classes may be used, which of its classifiers are
 * refused and why, and which options name classes, are refused, must be there or are bounded.
 */
final class WekaSchemes {
  static final String BAYES_NET = "weka.classifiers.bayes.BayesNet";
  static final String TUNER = "weka.classifiers.meta.CVParameterSelection";

  private static final String COSTS = "weka.classifiers.meta.CostSensitiveClassifier";
  private static final String BY_REGRESSION = "weka.classifiers.meta.ClassificationViaRegression";

  private static final String READS_FILE = "it reads a file of the server";
  private static final String NUMBERS =
      "it predicts numbers, not one of two classes; it can only be the base of another classifier";
  private static final String ALGEBRA =
      "it needs the native linear algebra of Weka, which is left out";
  private static final String PMML = "it is made from a PMML document, not trained";
  private static final String PART = "it is a part of other classifiers and not one by itself";
  private static final String TEXT = "it learns from text attributes only; all inputs are numbers";
  private static final String PRINTS = "it writes to the console of the server";
  private static final String ENDLESS =
      "its search for a network without cycles may never end, and cannot be interrupted";
  private static final String RUNS_CODE = "its expressions can call methods of any Java class";

  /** How an option names a scheme. */
  enum Takes {
    /** The class alone; its options follow behind {@code --}. */
    NAME,
    /** The class and its options, in one quoted string. */
    SPEC
  }

  /** Classifiers that can be models, in the order of Weka's packages. */
  static final List<String> CLASSIFIERS =
      under(
          "weka.classifiers.",
          "bayes.BayesNet",
          "bayes.NaiveBayes",
          "bayes.NaiveBayesMultinomial",
          "bayes.NaiveBayesMultinomialUpdateable",
          "bayes.NaiveBayesUpdateable",
          "functions.Logistic",
          "functions.MultilayerPerceptron",
          "functions.SGD",
          "functions.SMO",
          "functions.SimpleLogistic",
          "functions.VotedPerceptron",
          "lazy.IBk",
          "lazy.KStar",
          "lazy.LWL",
          "meta.AdaBoostM1",
          "meta.AttributeSelectedClassifier",
          "meta.Bagging",
          "meta.CVParameterSelection",
          "meta.ClassificationViaRegression",
          "meta.CostSensitiveClassifier",
          "meta.FilteredClassifier",
          "meta.IterativeClassifierOptimizer",
          "meta.LogitBoost",
          "meta.MultiClassClassifier",
          "meta.MultiScheme",
          "meta.RandomCommittee",
          "meta.RandomSubSpace",
          "meta.RandomizableFilteredClassifier",
          "meta.Stacking",
          "meta.Vote",
          "meta.WeightedInstancesHandlerWrapper",
          "rules.DecisionTable",
          "rules.JRip",
          "rules.OneR",
          "rules.PART",
          "rules.ZeroR",
          "trees.DecisionStump",
          "trees.HoeffdingTree",
          "trees.J48",
          "trees.LMT",
          "trees.REPTree",
          "trees.RandomForest",
          "trees.RandomTree");

  /** Classifiers that can only be part of others. */
  static final List<String> REGRESSORS =
      under(
          "weka.classifiers.",
          "functions.SMOreg",
          "functions.SimpleLinearRegression",
          "meta.AdditiveRegression",
          "meta.RegressionByDiscretization");

  /** What the options of classifiers may name beside classifiers. */
  static final List<String> PARTS =
      Stream.of(
              under(
                  "weka.attributeSelection.",
                  "BestFirst",
                  "CfsSubsetEval",
                  "ClassifierAttributeEval",
                  "CorrelationAttributeEval",
                  "GainRatioAttributeEval",
                  "GreedyStepwise",
                  "InfoGainAttributeEval",
                  "OneRAttributeEval",
                  "Ranker",
                  "ReliefFAttributeEval",
                  "SymmetricalUncertAttributeEval",
                  "WrapperSubsetEval"),
              under(
                  "weka.classifiers.bayes.net.estimate.",
                  "BMAEstimator",
                  "MultiNomialBMAEstimator",
                  "SimpleEstimator"),
              under(
                  "weka.classifiers.bayes.net.search.",
                  "ci.CISearchAlgorithm",
                  "fixed.NaiveBayes",
                  "global.HillClimber",
                  "global.K2",
                  "global.RepeatedHillClimber",
                  "global.SimulatedAnnealing",
                  "global.TAN",
                  "global.TabuSearch",
                  "local.HillClimber",
                  "local.K2",
                  "local.RepeatedHillClimber",
                  "local.SimulatedAnnealing",
                  "local.TAN",
                  "local.TabuSearch"),
              under(
                  "weka.classifiers.functions.supportVector.",
                  "NormalizedPolyKernel",
                  "PolyKernel",
                  "Puk",
                  "RBFKernel",
                  "RegSMO",
                  "RegSMOImproved"),
              under(
                  "weka.core.",
                  "ChebyshevDistance",
                  "EuclideanDistance",
                  "FilteredDistance",
                  "ManhattanDistance",
                  "MinkowskiDistance",
                  "neighboursearch.BallTree",
                  "neighboursearch.CoverTree",
                  "neighboursearch.FilteredNeighbourSearch",
                  "neighboursearch.KDTree",
                  "neighboursearch.LinearNNSearch",
                  "neighboursearch.balltrees.MedianDistanceFromArbitraryPoint",
                  "neighboursearch.balltrees.MedianOfWidestDimension",
                  "neighboursearch.balltrees.MiddleOutConstructor",
                  "neighboursearch.balltrees.PointsClosestToFurthestChildren",
                  "neighboursearch.balltrees.TopDownConstructor",
                  "neighboursearch.kdtrees.KMeansInpiredMethod",
                  "neighboursearch.kdtrees.MedianOfWidestDimension",
                  "neighboursearch.kdtrees.MidPointOfWidestDimension",
                  "neighboursearch.kdtrees.SlidingMidPointOfWidestSide"),
              under(
                  "weka.estimators.",
                  "UnivariateEqualFrequencyHistogramEstimator",
                  "UnivariateKernelEstimator",
                  "UnivariateNormalEstimator"),
              under(
                  "weka.filters.",
                  "AllFilter",
                  "MultiFilter",
                  "supervised.attribute.AttributeSelection",
                  "supervised.attribute.ClassConditionalProbabilities",
                  "supervised.attribute.Discretize",
                  "supervised.attribute.MergeNominalValues",
                  "supervised.attribute.NominalToBinary",
                  "supervised.instance.ClassBalancer",
                  "supervised.instance.Resample",
                  "supervised.instance.SpreadSubsample",
                  "unsupervised.attribute.CartesianProduct",
                  "unsupervised.attribute.Center",
                  "unsupervised.attribute.Discretize",
                  "unsupervised.attribute.InterquartileRange",
                  "unsupervised.attribute.NominalToBinary",
                  "unsupervised.attribute.Normalize",
                  "unsupervised.attribute.NumericCleaner",
                  "unsupervised.attribute.NumericToBinary",
                  "unsupervised.attribute.NumericToNominal",
                  "unsupervised.attribute.OrdinalToNumeric",
                  "unsupervised.attribute.PKIDiscretize",
                  "unsupervised.attribute.RandomProjection",
                  "unsupervised.attribute.RandomSubset",
                  "unsupervised.attribute.Remove",
                  "unsupervised.attribute.RemoveUseless",
                  "unsupervised.attribute.ReplaceMissingValues",
                  "unsupervised.attribute.Standardize",
                  "unsupervised.instance.Randomize",
                  "unsupervised.instance.RemoveDuplicates",
                  "unsupervised.instance.RemovePercentage",
                  "unsupervised.instance.Resample",
                  "unsupervised.instance.ReservoirSample"))
          .flatMap(List::stream)
          .toList();

  private static final Set<String> ALLOWED =
      Stream.of(CLASSIFIERS, REGRESSORS, PARTS)
          .flatMap(List::stream)
          .collect(Collectors.toUnmodifiableSet());

  /** Classes that are refused, with the reason; every other class is refused for being unknown. */
  static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry(
              "weka.classifiers.meta.MultiClassClassifierUpdateable",
              "it cannot learn two classes: it refuses its own default base"),
          Map.entry("weka.classifiers.misc.SerializedClassifier", READS_FILE),
          Map.entry("weka.classifiers.misc.InputMappedClassifier", READS_FILE),
          Map.entry("weka.classifiers.bayes.net.BIFReader", READS_FILE),
          Map.entry(
              "weka.classifiers.bayes.net.BayesNetGenerator",
              "it makes random networks and does not learn from data"),
          Map.entry(
              "weka.classifiers.bayes.net.EditableBayesNet",
              "it is the network of a graphical editor; bayes.BayesNet learns the same"),
          Map.entry("weka.classifiers.bayes.NaiveBayesMultinomialText", TEXT),
          Map.entry("weka.classifiers.functions.SGDText", TEXT),
          Map.entry("weka.classifiers.functions.GaussianProcesses", ALGEBRA),
          Map.entry("weka.classifiers.functions.LinearRegression", ALGEBRA),
          Map.entry("weka.classifiers.trees.M5P", ALGEBRA),
          Map.entry("weka.classifiers.rules.M5Rules", ALGEBRA),
          Map.entry("weka.classifiers.functions.SMOreg", NUMBERS),
          Map.entry("weka.classifiers.functions.SimpleLinearRegression", NUMBERS),
          Map.entry("weka.classifiers.meta.AdditiveRegression", NUMBERS),
          Map.entry("weka.classifiers.meta.RegressionByDiscretization", NUMBERS),
          Map.entry("weka.classifiers.pmml.consumer.GeneralRegression", PMML),
          Map.entry("weka.classifiers.pmml.consumer.NeuralNetwork", PMML),
          Map.entry("weka.classifiers.pmml.consumer.Regression", PMML),
          Map.entry("weka.classifiers.pmml.consumer.RuleSetModel", PMML),
          Map.entry("weka.classifiers.pmml.consumer.SupportVectorMachineModel", PMML),
          Map.entry("weka.classifiers.pmml.consumer.TreeModel", PMML),
          Map.entry("weka.core.pmml.PMMLFactory$PMMLClassifierRunner", PMML),
          Map.entry("weka.classifiers.trees.lmt.LMTNode", PART),
          Map.entry("weka.classifiers.trees.lmt.LogisticBase", PART),
          Map.entry("weka.classifiers.trees.m5.PreConstructedLinearModel", PART),
          Map.entry("weka.classifiers.trees.m5.RuleNode", PART),
          // Beside classifiers: those that somebody is likely to name.
          Map.entry("weka.attributeSelection.ClassifierSubsetEval", READS_FILE),
          Map.entry("weka.attributeSelection.PrincipalComponents", ALGEBRA),
          Map.entry("weka.classifiers.bayes.net.search.fixed.FromFile", READS_FILE),
          Map.entry("weka.classifiers.bayes.net.search.global.GeneticSearch", ENDLESS),
          Map.entry("weka.classifiers.bayes.net.search.local.GeneticSearch", ENDLESS),
          Map.entry("weka.classifiers.bayes.net.search.ci.ICSSearchAlgorithm", PRINTS),
          Map.entry("weka.classifiers.bayes.net.search.local.LAGDHillClimber", PRINTS),
          Map.entry("weka.core.neighboursearch.balltrees.BottomUpConstructor", PRINTS),
          Map.entry(
              "weka.classifiers.functions.supportVector.PrecomputedKernelMatrixKernel", READS_FILE),
          Map.entry("weka.classifiers.functions.supportVector.StringKernel", TEXT),
          Map.entry("weka.filters.supervised.attribute.AddClassification", READS_FILE),
          Map.entry("weka.filters.unsupervised.attribute.AddCluster", READS_FILE),
          Map.entry("weka.filters.unsupervised.attribute.AddExpression", RUNS_CODE),
          Map.entry(
              "weka.filters.unsupervised.attribute.FixedDictionaryStringToWordVector", READS_FILE),
          Map.entry("weka.filters.unsupervised.attribute.KernelFilter", RUNS_CODE),
          Map.entry("weka.filters.unsupervised.attribute.MathExpression", RUNS_CODE),
          Map.entry(
              "weka.filters.unsupervised.attribute.NumericTransform",
              "it calls any method of any Java class"),
          Map.entry("weka.filters.unsupervised.attribute.PrincipalComponents", ALGEBRA),
          Map.entry("weka.filters.unsupervised.attribute.StringToWordVector", TEXT),
          Map.entry("weka.filters.unsupervised.instance.SubsetByExpression", RUNS_CODE));

  private static final Takes NAME = Takes.NAME;
  private static final Takes SPEC = Takes.SPEC;

  /** By class the options that name a class. */
  private static final Map<String, Map<String, Takes>> TAKING =
      Map.ofEntries(
          Map.entry("weka.attributeSelection.ClassifierAttributeEval", Map.of("-B", NAME)),
          Map.entry("weka.attributeSelection.WrapperSubsetEval", Map.of("-B", NAME)),
          Map.entry(BAYES_NET, Map.of("-Q", NAME, "-E", NAME)),
          Map.entry("weka.classifiers.functions.SMO", Map.of("-K", SPEC, "-calibrator", SPEC)),
          Map.entry("weka.classifiers.functions.SMOreg", Map.of("-K", SPEC, "-I", SPEC)),
          Map.entry("weka.classifiers.lazy.IBk", Map.of("-A", SPEC)),
          Map.entry("weka.classifiers.lazy.LWL", Map.of("-A", SPEC, "-W", NAME)),
          Map.entry("weka.classifiers.meta.AdaBoostM1", Map.of("-W", NAME)),
          Map.entry("weka.classifiers.meta.AdditiveRegression", Map.of("-W", NAME)),
          Map.entry(
              "weka.classifiers.meta.AttributeSelectedClassifier",
              Map.of("-E", SPEC, "-S", SPEC, "-W", NAME)),
          Map.entry("weka.classifiers.meta.Bagging", Map.of("-W", NAME)),
          Map.entry(TUNER, Map.of("-W", NAME)),
          Map.entry(BY_REGRESSION, Map.of("-W", NAME)),
          Map.entry(COSTS, Map.of("-W", NAME)),
          Map.entry("weka.classifiers.meta.FilteredClassifier", Map.of("-F", SPEC, "-W", NAME)),
          Map.entry("weka.classifiers.meta.IterativeClassifierOptimizer", Map.of("-W", NAME)),
          Map.entry("weka.classifiers.meta.LogitBoost", Map.of("-W", NAME)),
          Map.entry("weka.classifiers.meta.MultiClassClassifier", Map.of("-W", NAME)),
          Map.entry("weka.classifiers.meta.MultiScheme", Map.of("-B", SPEC)),
          Map.entry("weka.classifiers.meta.RandomCommittee", Map.of("-W", NAME)),
          Map.entry("weka.classifiers.meta.RandomSubSpace", Map.of("-W", NAME)),
          Map.entry(
              "weka.classifiers.meta.RandomizableFilteredClassifier",
              Map.of("-F", SPEC, "-W", NAME)),
          Map.entry(
              "weka.classifiers.meta.RegressionByDiscretization", Map.of("-K", SPEC, "-W", NAME)),
          Map.entry("weka.classifiers.meta.Stacking", Map.of("-B", SPEC, "-M", SPEC)),
          Map.entry("weka.classifiers.meta.Vote", Map.of("-B", SPEC)),
          Map.entry("weka.classifiers.meta.WeightedInstancesHandlerWrapper", Map.of("-W", NAME)),
          Map.entry("weka.classifiers.rules.DecisionTable", Map.of("-S", SPEC)),
          Map.entry("weka.core.FilteredDistance", Map.of("-F", SPEC, "-D", SPEC)),
          Map.entry("weka.core.neighboursearch.BallTree", Map.of("-A", SPEC, "-C", SPEC)),
          Map.entry("weka.core.neighboursearch.CoverTree", Map.of("-A", SPEC)),
          Map.entry(
              "weka.core.neighboursearch.FilteredNeighbourSearch", Map.of("-F", SPEC, "-S", SPEC)),
          Map.entry("weka.core.neighboursearch.KDTree", Map.of("-A", SPEC, "-S", SPEC)),
          Map.entry("weka.core.neighboursearch.LinearNNSearch", Map.of("-A", SPEC)),
          Map.entry("weka.core.neighboursearch.balltrees.TopDownConstructor", Map.of("-S", SPEC)),
          Map.entry("weka.filters.MultiFilter", Map.of("-F", SPEC)),
          Map.entry(
              "weka.filters.supervised.attribute.AttributeSelection",
              Map.of("-E", SPEC, "-S", SPEC)));

  private static final String INITIAL_FILE = "it reads the initial network from a file";

  /** By class the options that are refused, and why. */
  static final Map<String, Map<String, String>> FORBIDDEN =
      Map.of(
          BAYES_NET,
          Map.of("-B", "it reads a network from a file"),
          "weka.classifiers.bayes.net.search.local.HillClimber",
          Map.of("-X", INITIAL_FILE),
          "weka.classifiers.bayes.net.search.local.RepeatedHillClimber",
          Map.of("-X", INITIAL_FILE),
          "weka.classifiers.bayes.net.search.local.TabuSearch",
          Map.of("-X", INITIAL_FILE),
          "weka.classifiers.functions.MultilayerPerceptron",
          Map.of("-G", "it opens a window on the server"),
          COSTS,
          Map.of("-C", "it reads costs from a file", "-N", "it reads costs from a folder"),
          "weka.classifiers.meta.Vote",
          Map.of("-P", "it reads trained classifiers from files"));

  private static final Map<String, String> FORBIDDEN_EVERYWHERE =
      Map.of(
          "-output-debug-info", "it writes to the console of the server",
          "-do-not-check-capabilities", "it hides that a classifier cannot use the data");

  private static final Map<String, Double> LIMITS =
      Map.ofEntries(
          Map.entry("weka.attributeSelection.CfsSubsetEval -P", (double) WekaOptions.MAX_THREADS),
          Map.entry("weka.attributeSelection.CfsSubsetEval -E", (double) WekaOptions.MAX_THREADS),
          Map.entry(
              "weka.classifiers.meta.IterativeClassifierOptimizer -P",
              (double) WekaOptions.MAX_THREADS),
          Map.entry(
              "weka.classifiers.meta.IterativeClassifierOptimizer -E",
              (double) WekaOptions.MAX_THREADS),
          Map.entry("weka.classifiers.functions.MultilayerPerceptron -H", 1_000.0),
          Map.entry("weka.classifiers.meta.AdaBoostM1 -I", 10_000.0),
          Map.entry("weka.classifiers.meta.AdditiveRegression -I", 10_000.0),
          Map.entry("weka.classifiers.meta.Bagging -I", 10_000.0),
          Map.entry("weka.classifiers.meta.LogitBoost -I", 10_000.0),
          Map.entry("weka.classifiers.meta.RandomCommittee -I", 10_000.0),
          Map.entry("weka.classifiers.meta.RandomSubSpace -I", 10_000.0),
          Map.entry("weka.classifiers.trees.RandomForest -I", 10_000.0),
          Map.entry("weka.filters.unsupervised.attribute.Discretize -B", 10_000.0),
          Map.entry("weka.filters.unsupervised.attribute.RandomProjection -N", 1_000.0),
          Map.entry("weka.filters.supervised.instance.Resample -Z", 1_000.0),
          Map.entry("weka.filters.unsupervised.instance.Resample -Z", 1_000.0));

  private static final Map<String, Double> LIMITS_EVERYWHERE =
      Map.of(
          "-num-slots", (double) WekaOptions.MAX_THREADS,
          "-execution-slots", (double) WekaOptions.MAX_THREADS,
          "-num-decimal-places", 100.0);

  private WekaSchemes() {}

  static boolean isAllowedAsPart(String name) {
    return ALLOWED.contains(name);
  }

  /** {@return why a class is refused, if it is one that is known and refused by name} */
  static Optional<String> refusal(String name) {
    return Optional.ofNullable(REFUSED.get(name));
  }

  static Optional<Takes> takes(String owner, String flag) {
    return Optional.ofNullable(TAKING.getOrDefault(owner, Map.of()).get(flag));
  }

  static Optional<String> forbidden(String owner, String flag) {
    return Optional.ofNullable(FORBIDDEN_EVERYWHERE.get(flag))
        .or(() -> Optional.ofNullable(FORBIDDEN.getOrDefault(owner, Map.of()).get(flag)));
  }

  /** {@return the option without which a class cannot be used} */
  static Optional<String> mandatory(String owner) {
    return switch (owner) {
      case COSTS -> Optional.of("-cost-matrix");
      case BY_REGRESSION -> Optional.of("-W");
      default -> Optional.empty();
    };
  }

  static String whyMandatory(String owner) {
    return owner.equals(COSTS)
        ? "without it costs are read from a file; for example -cost-matrix \"[0 1; 5 0]\""
        : "its own base M5P needs the native linear algebra, which is left out; for example"
            + " -W weka.classifiers.trees.REPTree";
  }

  static OptionalDouble limit(String owner, String flag) {
    Double limit = LIMITS.getOrDefault(owner + " " + flag, LIMITS_EVERYWHERE.get(flag));
    return limit == null ? OptionalDouble.empty() : OptionalDouble.of(limit);
  }

  private static List<String> under(String prefix, String... names) {
    return Stream.of(names).map(prefix::concat).toList();
  }
}
