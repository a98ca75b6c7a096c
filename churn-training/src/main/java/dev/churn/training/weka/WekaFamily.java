package dev.churn.training.weka;

import dev.churn.domain.job.Progress;
import dev.churn.domain.model.ModelExport;
import dev.churn.domain.model.ModelFamily;
import dev.churn.domain.model.ModelFamily.Option;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.storage.Content;
import dev.churn.training.classifier.ClassifierFamily;
import dev.churn.training.classifier.Learner;
import dev.churn.training.data.InputSet;
import dev.churn.training.file.ModelFileReader;
import dev.churn.training.file.ModelFileWriter;
import dev.churn.training.tuning.TuningData;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import weka.core.Version;

/**
 * Any classifier that Weka ships for two classes and numbers. Weka is loaded when it is first asked
 * for a description, a training or a prediction, not before.
 */
public final class WekaFamily implements ClassifierFamily<WekaScorer> {
  private static final ModelType TYPE = new ModelType("weka");

  /** How long an explanation may take: it asks for 256 predictions per customer compared with. */
  private static final double SECONDS_PER_EXPLANATION = 0.5;

  private static final double PREDICTIONS_PER_BACKGROUND_ROW = 256;

  /** The version of the derived inputs that {@link InputSet#DERIVED_OF_VERSION_3} has. */
  private static final int VERSION_3 = 3;

  /** Fewer than of our own types, whose predictions are ten times as fast or more. */
  private static final int MAX_BACKGROUND = 16;

  @Override
  public ModelType type() {
    return TYPE;
  }

  @Override
  public ModelFamily description() {
    return new ModelFamily(
        TYPE,
        "a classifier of the Weka library, named by the option classifier, as it stands",
        "to compare with a textbook method, or where one is required",
        ModelFamily.Speed.VARIES,
        List.of(
            new Option(WekaChoice.CLASSIFIER, "Full or short name of the classifier", ""),
            new Option(WekaChoice.OPTIONS, "Its options as on Weka's command line", ""),
            new Option(
                WekaChoice.INPUTS,
                "What it learns from: features, the eight features, or derived, the inputs that our"
                    + " own types take",
                InputSet.FEATURES.id()),
            new Option(
                WekaChoice.CALIBRATION,
                "auto calibrates on held-out customers where that helps; none keeps Weka's own"
                    + " probabilities",
                "auto")),
        WekaCatalog.allowed());
  }

  @Override
  public Map<String, String> check(Map<String, String> options) {
    return WekaChoice.of(options).asOptions();
  }

  @Override
  public Optional<String> slowWarning(Map<String, String> options, long rows) {
    WekaChoice choice = WekaChoice.of(options);
    return WekaCatalog.slowWarning(choice.classifier(), choice.options(), rows);
  }

  @Override
  public Learner<WekaScorer> tune(TuningData data, Map<String, String> options, Progress progress) {
    return new WekaLearner(WekaChoice.of(options));
  }

  @Override
  public boolean calibrates(Map<String, String> options) {
    return WekaChoice.of(options).calibrated();
  }

  @Override
  public int backgroundRows(Map<String, String> options) {
    WekaChoice choice = WekaChoice.of(options);
    double seconds = WekaSpeeds.perPrediction(choice.classifier(), choice.options());
    double affordable = SECONDS_PER_EXPLANATION / (PREDICTIONS_PER_BACKGROUND_ROW * seconds);
    return (int) Math.max(1, Math.min(MAX_BACKGROUND, affordable));
  }

  /**
   * Writes four texts, the choice, then the churn rate, a real, the smallest and the largest
   * inputs, lists of reals, and the classifier, serialized, a list of bytes.
   *
   * @throws dev.churn.domain.ChurnException with {@code CORRUPT} if it could not be read back
   */
  @Override
  public void write(WekaScorer scorer, ModelFileWriter out) {
    WekaChoice choice = scorer.choice();
    out.text(choice.classifier());
    out.text(choice.options());
    out.text(choice.inputs().id());
    out.text(choice.calibrated() ? "auto" : "none");
    out.real(scorer.churnRate());
    out.reals(scorer.lows());
    out.reals(scorer.highs());
    byte[] serialized = WekaModels.write(scorer.classifier());
    WekaModels.read(serialized); // better now than when it is to serve
    out.bytes(serialized);
  }

  @Override
  public WekaScorer read(ModelFileReader in) {
    Map<String, String> options = new TreeMap<>();
    for (String name :
        List.of(
            WekaChoice.CLASSIFIER, WekaChoice.OPTIONS, WekaChoice.INPUTS, WekaChoice.CALIBRATION)) {
      options.put(name, in.text());
    }
    boolean isOfVersion3 =
        options.replace(
            WekaChoice.INPUTS, InputSet.DERIVED_OF_VERSION_3.id(), InputSet.DERIVED.id());
    WekaChoice choice = WekaChoice.of(options);
    if (isOfVersion3) {
      choice = choice.with(InputSet.DERIVED_OF_VERSION_3);
    }
    double churnRate = in.share();
    double[] lows = in.reals();
    double[] highs = in.reals();
    in.require(
        lows.length == highs.length && lows.length <= choice.inputs().names().size(),
        "as many largest as smallest inputs");
    return new WekaScorer(choice, WekaModels.read(in.bytes()), churnRate, lows, highs);
  }

  @Override
  public Optional<WekaScorer> ofInputsVersion(WekaScorer scorer, int version) {
    if (scorer.choice().inputs() != InputSet.DERIVED) {
      return Optional.of(scorer);
    }
    return version == VERSION_3
        ? Optional.of(scorer.with(InputSet.DERIVED_OF_VERSION_3))
        : Optional.empty();
  }

  @Override
  public Map<String, String> parameters(WekaScorer scorer) {
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("weka_version", Version.VERSION);
    parameters.put("classifier_options", WekaCatalog.options(scorer.classifier()));
    parameters.put("inputs", scorer.choice().inputs().id());
    parameters.put("tuning", "none");
    parameters.put("tuning_rows", "0");
    return parameters;
  }

  @Override
  public String sentence(WekaScorer scorer) {
    String options = WekaCatalog.options(scorer.classifier());
    return "Weka's %s%s on the %s"
        .formatted(
            scorer.choice().shortName(),
            options.isBlank() ? "" : " with " + options,
            scorer.choice().inputs() == InputSet.FEATURES ? "features" : "derived inputs");
  }

  @Override
  public Optional<ModelExport> export(WekaScorer scorer) {
    var bytes = new ByteArrayOutputStream();
    WekaModels.export(scorer.classifier(), WekaRows.header(scorer.choice().inputs()), bytes);
    return Optional.of(
        new ModelExport(scorer.choice().shortName() + ".model", Content.of(bytes.toByteArray())));
  }
}
