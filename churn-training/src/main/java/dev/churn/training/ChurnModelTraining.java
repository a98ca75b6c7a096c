package dev.churn.training;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.ProgramVersion;
import dev.churn.domain.evaluation.Comparison;
import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.evaluation.EvaluationScope;
import dev.churn.domain.evaluation.Population;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.ModelExport;
import dev.churn.domain.model.ModelFamily;
import dev.churn.domain.model.ModelInputs;
import dev.churn.domain.model.ModelSpecification;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.model.TrainingRequest;
import dev.churn.domain.model.TrainingResult;
import dev.churn.domain.model.TrainingSet;
import dev.churn.domain.port.ModelCodec;
import dev.churn.domain.port.ModelTraining;
import dev.churn.training.blend.BaseModels;
import dev.churn.training.blend.BoostingFamily;
import dev.churn.training.blend.ForestFamily;
import dev.churn.training.blend.LogisticFamily;
import dev.churn.training.btyd.MbgNbd;
import dev.churn.training.classifier.ClassifierFamily;
import dev.churn.training.classifier.Families;
import dev.churn.training.curve.CurveFitter;
import dev.churn.training.data.InputSet;
import dev.churn.training.data.TrainTestSplit;
import dev.churn.training.data.TrainingMatrix;
import dev.churn.training.data.TrainingRows;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.evaluation.BaselineScore;
import dev.churn.training.evaluation.CutScores;
import dev.churn.training.evaluation.IncumbentComparison;
import dev.churn.training.evaluation.ModelEvaluator;
import dev.churn.training.evaluation.Rivals;
import dev.churn.training.model.CalibratedPredictor;
import dev.churn.training.model.ModelFile;
import dev.churn.training.parallel.Interrupts;
import dev.churn.training.value.ValueModelFitter;
import dev.churn.training.weka.WekaFamily;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/**
 * Trains the module's own three model types and any Weka classifier. A model learns from everybody
 * known at earlier snapshots and is evaluated on the active customers of a later one (out of time);
 * where rows do not allow that, it learns from four fifths of the customers and is evaluated on the
 * others (hold-out). In both cases the returned model is then refitted in the same way on all
 * labeled rows.
 *
 * <p>The model depends only on rows, specification and seed, not on the order of the rows, the
 * number of processors, locale or time zone. Safe for use by several threads.
 */
public final class ChurnModelTraining implements ModelTraining, ModelCodec {
  /** The model types that are trained and compared for {@link ModelType#AUTO}. */
  private static final List<ClassifierFamily<?>> OWN =
      List.of(new LogisticFamily(), new ForestFamily(), new BoostingFamily());

  private static final ModelFamily AUTO =
      new ModelFamily(
          ModelType.AUTO,
          "the best of logistic_regression, random_forest and gradient_boosting by log-loss at earlier days",
          "by default, when training time does not matter",
          ModelFamily.Speed.MEDIUM,
          List.of(),
          List.of());

  /** About how many rows baselines learn from; more would not change them. */
  private static final int MAX_ROWS_OF_RIVALS = 100_000;

  /** How many earlier cuts are looked at of models without tuning, whose fits are all they cost. */
  private static final int CUTS_OF_OTHERS = 1;

  private final Families families;
  private final ModelFile file;
  private final MemoryNeed memory;

  /** Creates a training with all model types of this module. */
  public ChurnModelTraining() {
    this(List.of(new WekaFamily()), Runtime.getRuntime()::maxMemory);
  }

  /**
   * Creates a training with the module's own model types and others.
   *
   * @param others further families, each with a distinct model type
   */
  ChurnModelTraining(List<ClassifierFamily<?>> others) {
    this(others, Runtime.getRuntime()::maxMemory);
  }

  /**
   * Creates a training with the module's own model types and others.
   *
   * @param maxMemory the number of bytes that the heap of this process may have
   */
  ChurnModelTraining(List<ClassifierFamily<?>> others, LongSupplier maxMemory) {
    List<ClassifierFamily<?>> all = new ArrayList<>(OWN);
    all.addAll(others);
    families = new Families(all);
    file = new ModelFile(families);
    memory = new MemoryNeed(maxMemory);
  }

  @Override
  public List<ModelFamily> types() {
    List<ModelFamily> types = new ArrayList<>();
    families.list().forEach(family -> types.add(family.description()));
    types.add(AUTO);
    return types;
  }

  @Override
  public ModelSpecification check(ModelSpecification specification) {
    if (specification.type().equals(ModelType.AUTO)) {
      if (specification.options().isEmpty()) {
        return specification;
      }
      throw new ChurnException(
          ErrorCode.INVALID_INPUT,
          "model_type auto: expected no options, found "
              + String.join(", ", specification.options().keySet()));
    }
    ClassifierFamily<?> family = families.load(specification.type());
    return new ModelSpecification(specification.type(), family.check(specification.options()));
  }

  @Override
  public Optional<String> slowWarning(ModelSpecification specification, long rows) {
    return families
        .find(specification.type())
        .flatMap(family -> family.slowWarning(specification.options(), rows));
  }

  @Override
  public void requireMemory(ModelSpecification specification, long rows, int watchedTypes) {
    boolean isOwn =
        specification.type().equals(ModelType.AUTO)
            || OWN.stream().anyMatch(family -> family.type().equals(specification.type()));
    memory.require(specification.type(), isOwn, rows, watchedTypes);
  }

  @Override
  public List<ModelInputs> inputs() {
    return List.copyOf(InputSet.current());
  }

  /**
   * {@inheritDoc}
   *
   * @throws ChurnException also with {@code UNAVAILABLE} if the thread is interrupted during
   *     training; the interrupt flag stays set
   */
  @Override
  public TrainingResult train(TrainingRequest request, Progress progress) {
    progress.report(0, "Splitting the customers");
    boolean auto = request.type().equals(ModelType.AUTO);
    List<ModelSpecification> specifications =
        auto
            ? OWN.stream().map(family -> ModelSpecification.of(family.type())).toList()
            : List.of(request.specification());
    TrainingSet set = request.set();
    TrainingRows rows =
        TrainingRows.of(TrainTestSplit.labeled(set), set.definition().watchedEventTypes());
    TrainingMatrix matrix = TrainingMatrix.of(rows, set.activeWindow());
    Session session = session(set, rows, matrix, request.seed());
    Chosen chosen = session.choose(specifications, progress.part(0, 0.3));
    Candidate best = session.evaluate(chosen, progress.part(0.3, 0.65));
    var ofAll = new ModelFitter(set, rows, matrix.all(), request.seed());
    ModelFitter.Fitted deployed =
        fit(ofAll, best.specification, "Model to deploy", progress.part(0.65, 0.97));
    Map<String, String> parameters = new TreeMap<>(deployed.parameters());
    parameters.putAll(chosen.parameters);
    MbgNbd process =
        BaseModels.ofHistories(matrix.all(), MbgNbd.Dropout.AFTER_FIRST, set.horizonDays());
    CurveFitter.Fitted curve =
        new CurveFitter(
                set,
                rows,
                ofAll.matrix(),
                process,
                families.load(best.specification.type()).hasTreesInCurve(),
                request.seed())
            .fit(progress.part(0.97, 0.99));
    parameters.put("curve", curve.sentence());
    Optional<Comparison> againstIncumbent =
        request
            .incumbent()
            .map(
                incumbent ->
                    new IncumbentComparison(
                            request, session.split.test(), session.split.scope().asOf().get(0))
                        .compare(best.evaluated, incumbent));
    progress.report(1, "The model is trained");
    return new TrainingResult(
        deployed.model().with(ValueModelFitter.fit(set, rows, process), curve.model()),
        best.evaluated,
        best.evaluation,
        rows.size(),
        (double) rows.churnedCount() / rows.size(),
        parameters,
        againstIncumbent);
  }

  /** A model that was trained without the rows on which it was evaluated. */
  private record Candidate(
      ModelSpecification specification, CalibratedPredictor evaluated, Evaluation evaluation) {}

  /**
   * The specification to train, with what its models scored at the cuts before the evaluation.
   *
   * @param parameters how it was chosen among several, by name
   */
  private record Chosen(
      ModelSpecification specification, List<CutScores> earlier, Map<String, String> parameters) {}

  private Session session(TrainingSet set, TrainingRows rows, TrainingMatrix matrix, long seed) {
    TrainTestSplit split = TrainTestSplit.of(set, rows, seed);
    TrainingSample sample = matrix.sample(split.learn());
    ToDoubleFunction<FeatureVector> bgNbd = RollingOrigin.bgNbd(sample, set.horizonDays());
    TrainingRows learned = rows.at(sample.ofSomeCustomers(MAX_ROWS_OF_RIVALS, seed).rows());
    Rivals onEveryone = Rivals.of(learned, bgNbd, seed);
    EvaluationScope scope = split.scope();
    var evaluator =
        new ModelEvaluator(
            split,
            TrainTestSplit.labeled(set),
            BaselineScore.churnRate(rows.at(split.learn())),
            scope.population() == Population.ALL
                ? onEveryone
                : Rivals.of(
                    Rivals.population(learned, scope.population(), set.activeWindow()),
                    bgNbd,
                    seed),
            onEveryone,
            seed);
    return new Session(
        split,
        RollingOrigin.of(set, rows, matrix, scope, seed),
        new ModelFitter(set, rows, sample, seed),
        evaluator);
  }

  /** The rows of one training, and a fitter that does not use the test rows. */
  private final class Session {
    private final TrainTestSplit split;
    private final RollingOrigin origin;
    private final ModelFitter fitter;
    private final ModelEvaluator evaluator;

    Session(
        TrainTestSplit split, RollingOrigin origin, ModelFitter fitter, ModelEvaluator evaluator) {
      this.split = split;
      this.origin = origin;
      this.fitter = fitter;
      this.evaluator = evaluator;
    }

    /**
     * Tests all specifications at earlier cuts and keeps the one with the lowest log-loss there;
     * the first of those with equal ones.
     */
    Chosen choose(List<ModelSpecification> specifications, Progress progress) {
      int count = specifications.size();
      if (origin.isEmpty()) {
        return count == 1
            ? new Chosen(specifications.get(0), List.of(), Map.of())
            : chooseByFolds(specifications, progress);
      }
      boolean own = specifications.stream().allMatch(this::isOwn);
      RollingOrigin.Session cuts = origin.session(own ? Integer.MAX_VALUE : CUTS_OF_OTHERS);
      List<List<CutScores>> tested = new ArrayList<>();
      double[] losses = new double[count];
      for (int i = 0; i < count; i++) {
        ModelSpecification specification = specifications.get(i);
        tested.add(
            cuts.test(
                families.load(specification.type()),
                specification,
                progress.part((double) i / count, (i + 1.0) / count)));
        losses[i] = CutScores.meanLogLoss(tested.get(i));
      }
      int best = lowest(losses);
      return new Chosen(
          specifications.get(best),
          tested.get(best),
          count == 1 ? Map.of() : reasons("earlier_cuts", specifications, losses));
    }

    private Chosen chooseByFolds(List<ModelSpecification> specifications, Progress progress) {
      int count = specifications.size();
      double[] losses = new double[count];
      for (int i = 0; i < count; i++) {
        ModelSpecification specification = specifications.get(i);
        losses[i] =
            fitter.outOfFoldLogLoss(
                families.load(specification.type()),
                specification.options(),
                progress.part((double) i / count, (i + 1.0) / count));
        Interrupts.check();
      }
      return new Chosen(
          specifications.get(lowest(losses)),
          List.of(),
          reasons("folds_by_customer", specifications, losses));
    }

    private boolean isOwn(ModelSpecification specification) {
      return OWN.stream().anyMatch(family -> family.type().equals(specification.type()));
    }

    Candidate evaluate(Chosen chosen, Progress progress) {
      CalibratedPredictor model =
          fit(fitter, chosen.specification, "Model to evaluate", progress.part(0.01, 0.98)).model();
      progress.report(0.98, "Evaluating on %d customers".formatted(split.test().size()));
      LocalDate judged = split.scope().asOf().get(0);
      return new Candidate(
          chosen.specification, model, evaluator.evaluate(model.on(judged), chosen.earlier));
    }
  }

  private static int lowest(double[] losses) {
    int lowest = 0;
    for (int i = 1; i < losses.length; i++) {
      lowest = losses[i] < losses[lowest] ? i : lowest;
    }
    return lowest;
  }

  private static Map<String, String> reasons(
      String chosenBy, List<ModelSpecification> specifications, double[] losses) {
    Map<String, String> reasons = new TreeMap<>();
    reasons.put("type_chosen_by", chosenBy);
    for (int i = 0; i < losses.length; i++) {
      reasons.put("log_loss_" + specifications.get(i).type().id(), Double.toString(losses[i]));
    }
    return reasons;
  }

  private ModelFitter.Fitted fit(
      ModelFitter fitter, ModelSpecification specification, String what, Progress progress) {
    ModelFitter.Fitted fitted =
        fitter.fit(families.load(specification.type()), specification.options(), what, progress);
    Interrupts.check();
    return fitted;
  }

  @Override
  public Map<String, String> versions() {
    return Map.of("churn-training", ProgramVersion.get(), "java", Runtime.version().toString());
  }

  @Override
  public byte[] encode(Predictor model) {
    return file.encode(own(model));
  }

  @Override
  public Predictor decode(byte[] bytes) {
    return file.decode(bytes);
  }

  @Override
  public Optional<ModelExport> export(Predictor model) {
    return own(model).classifier().export();
  }

  private static CalibratedPredictor own(Predictor model) {
    if (model instanceof CalibratedPredictor scored) {
      return scored;
    }
    throw new IllegalArgumentException(
        "expected a model of this trainer, found " + model.getClass().getName());
  }
}
