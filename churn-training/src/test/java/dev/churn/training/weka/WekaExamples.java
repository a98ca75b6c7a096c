package dev.churn.training.weka;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import weka.classifiers.Classifier;
import weka.core.Attribute;
import weka.core.Instances;

/** Data and classifiers to try things with: each class that may be named is named once at least. */
final class WekaExamples {
  /** A classifier and its options. */
  record Example(String name, String options) {
    Classifier create() {
      return WekaCatalog.create(name, options);
    }

    @Override
    public String toString() {
      return options.isEmpty() ? name : name + " " + options;
    }
  }

  private WekaExamples() {}

  /** {@return every classifier, with default options where it has usable ones} */
  static List<Example> defaults() {
    return WekaSchemes.CLASSIFIERS.stream()
        .map(name -> new Example(name, WekaExamples.required(name)))
        .toList();
  }

  static String required(String name) {
    if (name.endsWith(".CostSensitiveClassifier")) {
      return "-cost-matrix \"[0 1; 5 0]\" -W weka.classifiers.trees.J48";
    }
    return name.endsWith(".ClassificationViaRegression") ? "-W weka.classifiers.trees.REPTree" : "";
  }

  /** {@return the defaults, and options that use every part there is} */
  static List<Example> all() {
    List<Example> all = new ArrayList<>(defaults());
    all.addAll(variants());
    return all;
  }

  private static List<Example> variants() {
    String selected = "weka.classifiers.meta.AttributeSelectedClassifier";
    String filtered = "weka.classifiers.meta.FilteredClassifier";
    String regression = "weka.classifiers.meta.ClassificationViaRegression";
    String bayes = "weka.classifiers.bayes.BayesNet";
    String ibk = "weka.classifiers.lazy.IBk";
    String smo = "weka.classifiers.functions.SMO";
    List<Example> list = new ArrayList<>();
    for (String part : WekaSchemes.PARTS) {
      if (part.startsWith("weka.filters.")) {
        list.add(new Example(filtered, "-F \"" + part + filterOptions(part) + "\""));
      } else if (part.contains(".bayes.net.search.")) {
        list.add(new Example(bayes, "-Q " + part + " -- -E" + estimator("SimpleEstimator")));
      } else if (part.endsWith(".MultiNomialBMAEstimator")) {
        list.add(
            new Example(
                filtered,
                "-F weka.filters.unsupervised.attribute.NumericToBinary -W "
                    + bayes
                    + " -- -Q weka.classifiers.bayes.net.search.local.K2 -- -E"
                    + estimator("MultiNomialBMAEstimator")));
      } else if (part.contains(".bayes.net.estimate.")) {
        list.add(
            new Example(
                bayes,
                "-Q weka.classifiers.bayes.net.search.local.K2 -- -P 1 -E"
                    + estimator(part.substring(part.lastIndexOf('.') + 1))));
      } else if (part.startsWith("weka.attributeSelection.") && part.contains("Eval")) {
        String search = part.contains("Subset") ? "BestFirst" : "Ranker -N 4";
        list.add(
            new Example(selected, "-E " + part + " -S \"weka.attributeSelection." + search + "\""));
      } else if (part.contains("kdtrees.")) {
        list.add(
            new Example(
                ibk, "-K 5 -A \"weka.core.neighboursearch.KDTree -S \\\"" + part + "\\\"\""));
      } else if (part.contains("balltrees.") && part.endsWith("Constructor")) {
        list.add(
            new Example(
                ibk, "-K 5 -A \"weka.core.neighboursearch.BallTree -C \\\"" + part + "\\\"\""));
      } else if (part.contains("balltrees.")) {
        list.add(
            new Example(
                ibk,
                "-K 5 -A \"weka.core.neighboursearch.BallTree -C"
                    + " \\\"weka.core.neighboursearch.balltrees.TopDownConstructor -S "
                    + part
                    + "\\\"\""));
      } else if (part.endsWith("Distance")) {
        list.add(
            new Example(
                ibk,
                "-K 5 -A \"weka.core.neighboursearch.LinearNNSearch -A \\\"" + part + "\\\"\""));
      } else if (part.contains("neighboursearch.")) {
        list.add(new Example(ibk, "-K 5 -A " + part));
        list.add(new Example("weka.classifiers.lazy.LWL", "-K 30 -A " + part));
      } else if (part.contains("supportVector.Reg")) {
        list.add(
            new Example(regression, "-W weka.classifiers.functions.SMOreg -- -I \"" + part + "\""));
      } else if (part.contains("supportVector.")) {
        list.add(new Example(smo, "-M -K \"" + part + "\""));
      } else if (part.startsWith("weka.estimators.")) {
        list.add(
            new Example(
                regression, "-W weka.classifiers.meta.RegressionByDiscretization -- -K " + part));
      }
    }
    WekaSchemes.REGRESSORS.forEach(part -> list.add(new Example(regression, "-W " + part)));
    Stream.of(
            "trees.RandomForest",
            "trees.RandomTree",
            "trees.DecisionStump",
            "lazy.IBk",
            "lazy.KStar",
            "lazy.LWL",
            "functions.MultilayerPerceptron",
            "rules.DecisionTable",
            "rules.ZeroR",
            "meta.Bagging",
            "meta.RandomSubSpace",
            "meta.RandomCommittee")
        .forEach(part -> list.add(new Example(regression, "-W weka.classifiers." + part)));
    Stream.of("BestFirst", "GreedyStepwise", "GreedyStepwise -B -num-slots 2")
        .forEach(
            part ->
                list.add(
                    new Example(
                        selected,
                        "-E weka.attributeSelection.CfsSubsetEval -S \"weka.attributeSelection."
                            + part
                            + "\"")));
    Stream.of(
            "bayes.NaiveBayes -K",
            "bayes.NaiveBayes -D",
            "functions.MultilayerPerceptron -H 3,2 -N 20 -V 20 -D",
            "functions.MultilayerPerceptron -H t -I -C -N 5 -L 0.1",
            "functions.SGD -F 1",
            "functions.SimpleLogistic -S -P",
            "functions.VotedPerceptron -I 2 -E 2",
            "lazy.IBk -K 20 -X -I",
            "lazy.IBk -K 7 -F -W 500",
            "lazy.KStar -E",
            "meta.AdaBoostM1 -Q -W weka.classifiers.trees.J48 -- -M 20",
            "meta.AdaBoostM1 -W weka.classifiers.trees.REPTree",
            "meta.Bagging -O -store-out-of-bag-predictions -num-slots 2",
            "meta.Bagging -W weka.classifiers.rules.JRip",
            "meta.CVParameterSelection -P \"C 0.05 0.5 3\" -X 3 -W weka.classifiers.trees.J48",
            "meta.CostSensitiveClassifier -M -cost-matrix \"[0 1; 5 0]\" -W"
                + " weka.classifiers.bayes.NaiveBayes",
            "meta.IterativeClassifierOptimizer -F 3 -W weka.classifiers.meta.AdaBoostM1",
            "meta.IterativeClassifierOptimizer -F 3 -P 2 -E 2 -metric RMSE",
            "meta.LogitBoost -W weka.classifiers.trees.REPTree -I 5",
            "meta.LogitBoost -Q -W weka.classifiers.functions.SimpleLinearRegression",
            "meta.MultiClassClassifier -M 1 -W weka.classifiers.trees.J48",
            "meta.MultiScheme -X 3 -B weka.classifiers.trees.J48 -B"
                + " weka.classifiers.bayes.NaiveBayes",
            "meta.RandomSubSpace -num-slots 2 -W weka.classifiers.trees.J48",
            "meta.Stacking -X 3 -B weka.classifiers.trees.J48 -B \"weka.classifiers.lazy.IBk -K 5\""
                + " -M weka.classifiers.functions.Logistic",
            "meta.Vote -R PROD -B \"weka.classifiers.trees.RandomForest -I 5\" -B"
                + " weka.classifiers.functions.Logistic",
            "meta.Vote -R MAJ -B weka.classifiers.trees.J48 -B weka.classifiers.bayes.NaiveBayes",
            "meta.WeightedInstancesHandlerWrapper -W weka.classifiers.trees.LMT",
            "rules.DecisionTable -I -E auc -S weka.attributeSelection.GreedyStepwise",
            "rules.JRip -P -O 1",
            "rules.PART -B -U",
            "trees.HoeffdingTree -L 0 -S 0 -G 50",
            "trees.HoeffdingTree -L 1 -G 50",
            "trees.J48 -U -M 5",
            "trees.J48 -B",
            "trees.J48 -L -A -J",
            "trees.LMT -B -P",
            "trees.LMT -C -A",
            "trees.REPTree -P",
            "trees.RandomForest -I 10 -depth 5 -num-slots 2 -attribute-importance -O",
            "trees.RandomTree -N 3 -K 2",
            "meta.FilteredClassifier -F \"weka.filters.MultiFilter -F"
                + " weka.filters.unsupervised.attribute.Standardize -F"
                + " weka.filters.supervised.attribute.Discretize\" -W"
                + " weka.classifiers.bayes.NaiveBayes")
        .map(text -> text.split(" ", 2))
        .forEach(
            parts ->
                list.add(
                    new Example("weka.classifiers." + parts[0], parts.length > 1 ? parts[1] : "")));
    return list;
  }

  private static String estimator(String name) {
    return " weka.classifiers.bayes.net.estimate." + name;
  }

  private static String filterOptions(String filter) {
    String name = filter.substring(filter.lastIndexOf('.') + 1);
    return switch (name) {
      case "AttributeSelection" ->
          " -E weka.attributeSelection.InfoGainAttributeEval -S"
              + " \\\"weka.attributeSelection.Ranker -N 4\\\"";
      case "Remove" -> " -R 1";
      case "RemovePercentage" -> " -P 10";
      case "RandomProjection" -> " -N 4";
      default -> "";
    };
  }

  /** {@return rows of eight inputs, of which some tell of the outcome; none is negative} */
  static Instances data(int rows, long seed) {
    WekaRuntime.start();
    ArrayList<Attribute> attributes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      attributes.add(new Attribute("input" + i));
    }
    attributes.add(new Attribute("outcome", List.of("churned", "stayed")));
    var data = new Instances("customers", attributes, rows);
    data.setClassIndex(8);
    var random = new Random(seed);
    for (int i = 0; i < rows; i++) {
      double recency = Math.floor(-60 * Math.log(1 - random.nextDouble()));
      double frequency = 1 + Math.floor(-8 * Math.log(1 - random.nextDouble()));
      double money = frequency * Math.exp(random.nextGaussian());
      double age = recency + Math.floor(random.nextDouble() * 400);
      double logit = recency / 40 - Math.log(frequency) * 0.5 - 0.5;
      boolean churned = random.nextDouble() < 1 / (1 + Math.exp(-logit));
      data.add(
          new WekaRow(
              new double[] {
                recency,
                frequency,
                money,
                age,
                age / frequency,
                Math.floor(random.nextDouble() * 7),
                30 * random.nextDouble(),
                money / frequency,
                churned ? 0 : 1
              }));
    }
    return data;
  }
}
