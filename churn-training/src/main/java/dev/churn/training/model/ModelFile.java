package dev.churn.training.model;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.event.ActivityTypes;
import dev.churn.domain.event.WatchedTypes;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureNames;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.value.ValueModel;
import dev.churn.training.calibration.Calibration;
import dev.churn.training.classifier.ClassifierFamily;
import dev.churn.training.classifier.Families;
import dev.churn.training.classifier.FittedClassifier;
import dev.churn.training.classifier.Scorer;
import dev.churn.training.curve.CurveFormat;
import dev.churn.training.curve.CurveModel;
import dev.churn.training.data.DerivedInputs;
import dev.churn.training.file.ModelFileReader;
import dev.churn.training.file.ModelFileWriter;
import dev.churn.training.season.Season;
import dev.churn.training.season.SeasonFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The file format of models. All numbers are big-endian; a list is its length, 4 bytes, and its
 * elements; a text is a list of UTF-8 bytes; a real is a double of 8 bytes. The parts in order:
 *
 * <ol>
 *   <li>8 bytes {@code CHURNMDL}; the format version, 4 bytes
 *   <li>the name of the model type, a text; the version of the {@link DerivedInputs}, 4 bytes
 *   <li>from version 4 on, the names of the features, a list of texts: those of {@link
 *       FeatureNames#known}, from version 8 on of {@link FeatureNames#watching}, or in files of
 *       earlier versions {@link FeatureNames#eight}, as version 3 always has
 *   <li>the monetary reference, a real; the activity event types, a list of texts, ascending; from
 *       version 6 on, which is written only for models that have a curve or predict churn by
 *       events, the churn event types, the same; from version 8 on, which is written only for
 *       models with watched event types, these, a list of texts, and in version 9 for others, too,
 *       whose list is empty
 *   <li>the calibration: one byte, 0 none, 1 Platt, 2 isotonic; for Platt the slope and the
 *       intercept, for isotonic two lists of reals, from and to
 *   <li>the bytes that the {@link ClassifierFamily} of the type writes
 *   <li>the background, a list of feature vectors, a real for each feature
 *   <li>from version 6 on, one byte: 1 if the next part is there, 0 if not
 *   <li>from version 5 on, which is written only for models that know what customers are worth: the
 *       horizon, 4 bytes; r, α, a, b of the process and κ, reals; one byte, 1 or 2 if p, q and v of
 *       the model of baskets, reals, follow, 0 if there is none; f, a real; if the byte is 2, three
 *       reals: variance and degrees of the error of a day, variance of a customer's spend
 *   <li>from version 6 on, one byte: 1 if the next part is there, 0 if not
 *   <li>from version 6 on, the parts of {@link CurveFormat}; version 9 is written only for models
 *       whose curve has trees
 *   <li>in version 7, which is written only for models that know a season, a list of a real for
 *       each of 366 days of the year; from version 8 on after one byte, 1 if there is such a list,
 *       0 if not
 *   <li>the CRC-32C of all bytes before it, 4 bytes
 * </ol>
 *
 * @param families the model types that can be read
 */
public record ModelFile(Families families) {
  private static final byte NONE = 0;
  private static final byte PRESENT = 1;
  private static final byte PLATT = 1;
  private static final byte ISOTONIC = 2;

  /**
   * {@return the model as bytes}
   *
   * @throws IllegalArgumentException if it is a model as of a day
   */
  public byte[] encode(CalibratedPredictor model) {
    int version = version(model);
    var out = new ModelFileWriter(version);
    out.text(model.type().id());
    FeatureDefinition definition = model.featureDefinition();
    int types = definition.watchedEventTypes().size();
    out.integer(types > 0 ? DerivedInputs.VERSION : DerivedInputs.VERSION_WITHOUT_TYPES);
    out.texts(FeatureNames.watching(types));
    out.real(definition.monetaryReference());
    out.texts(new TreeSet<>(definition.activityEventTypes()));
    if (version >= ModelFileWriter.WITH_CURVE_OR_EVENTS) {
      out.texts(new TreeSet<>(definition.churnEventTypes()));
    }
    if (version >= ModelFileWriter.WITH_TYPES) {
      out.texts(definition.watchedEventTypes());
    }
    write(out, model.calibration());
    model.classifier().write(out);
    out.integer(model.background().size());
    for (FeatureVector features : model.background()) {
      double[] values = features.toArray();
      for (int i = 0; i < FeatureVector.width(types); i++) {
        out.real(values[i]);
      }
    }
    if (version >= ModelFileWriter.WITH_CURVE_OR_EVENTS) {
      out.tag(model.valueModel().isPresent() ? PRESENT : NONE);
    }
    model.valueModel().ifPresent(value -> ValueModelFormat.write(out, value));
    if (version >= ModelFileWriter.WITH_CURVE_OR_EVENTS) {
      out.tag(model.curveModel().isPresent() ? PRESENT : NONE);
    }
    model.curveModel().ifPresent(curve -> CurveFormat.write(out, curve));
    if (version >= ModelFileWriter.WITH_TYPES) {
      out.tag(model.season().isPresent() ? PRESENT : NONE);
    }
    model.season().ifPresent(season -> SeasonFormat.write(out, season));
    return out.finish();
  }

  /** Returns the earliest version that can hold a model. */
  private static int version(CalibratedPredictor model) {
    if (model.curveModel().filter(CurveModel::hasTrees).isPresent()) {
      return ModelFileWriter.WITH_TREES_IN_CURVE;
    }
    if (!model.featureDefinition().watchedEventTypes().isEmpty()) {
      return ModelFileWriter.WITH_TYPES;
    }
    if (model.season().isPresent()) {
      return ModelFileWriter.WITH_SEASON;
    }
    if (model.curveModel().isPresent() || !model.featureDefinition().churnEventTypes().isEmpty()) {
      return ModelFileWriter.WITH_CURVE_OR_EVENTS;
    }
    return model.valueModel().isPresent()
        ? ModelFileWriter.WITH_VALUE
        : ModelFileWriter.WITH_FEATURES;
  }

  private static void write(ModelFileWriter out, Calibration calibration) {
    if (calibration instanceof Calibration.Platt platt) {
      out.tag(PLATT);
      out.real(platt.slope());
      out.real(platt.intercept());
    } else if (calibration instanceof Calibration.Isotonic isotonic) {
      out.tag(ISOTONIC);
      out.reals(isotonic.from());
      out.reals(isotonic.to());
    } else if (calibration instanceof Calibration.None) {
      out.tag(NONE);
    } else {
      throw new IllegalArgumentException("expected a model that is not as of a day");
    }
  }

  /**
   * {@return the model}
   *
   * @throws ChurnException with {@link ErrorCode#CORRUPT} if the bytes are not a model file, {@link
   *     ErrorCode#INCOMPATIBLE} if this version computes other features or does not know the model
   *     type
   */
  public CalibratedPredictor decode(byte[] file) {
    var in = new ModelFileReader(file);
    ClassifierFamily<?> family = family(in);
    int inputsVersion = in.integer();
    if (inputsVersion > DerivedInputs.VERSION || inputsVersion < DerivedInputs.EARLIEST_VERSION) {
      throw otherInputs(inputsVersion);
    }
    List<String> features =
        in.version() < ModelFileWriter.WITH_FEATURES ? FeatureNames.eight() : in.texts();
    if (!FeatureNames.areKnown(features) && !features.equals(FeatureNames.eight())) {
      throw incompatible(
          "features " + String.join(", ", features),
          "features " + String.join(", ", FeatureNames.known()));
    }
    FeatureDefinition definition = definition(in);
    int types = definition.watchedEventTypes().size();
    in.require(
        types == 0
            ? features.size() <= FeatureVector.COMMON_WIDTH
            : features.size() == FeatureVector.width(types),
        "the features of each watched event type");
    Calibration calibration = calibration(in);
    FittedClassifier<?> classifier = classifier(family, in, inputsVersion);
    List<FeatureVector> background = background(in, features.size());
    Optional<ValueModel> value =
        hasValue(in) ? Optional.of(ValueModelFormat.read(in)) : Optional.empty();
    Optional<CurveModel> curve =
        hasCurve(in) ? Optional.of(CurveFormat.read(in)) : Optional.empty();
    Optional<Season> season = hasSeason(in) ? Optional.of(SeasonFormat.read(in)) : Optional.empty();
    in.requireEnd();
    return new CalibratedPredictor(
        classifier, definition, calibration, background, value, curve, season);
  }

  private static <S extends Scorer> FittedClassifier<S> classifier(
      ClassifierFamily<S> family, ModelFileReader in, int inputsVersion) {
    FittedClassifier<S> classifier = FittedClassifier.read(family, in);
    return inputsVersion >= DerivedInputs.VERSION_WITHOUT_TYPES
        ? classifier
        : classifier.ofInputsVersion(inputsVersion).orElseThrow(() -> otherInputs(inputsVersion));
  }

  private ClassifierFamily<?> family(ModelFileReader in) {
    String id = in.text();
    try {
      return families
          .find(new ModelType(id))
          .orElseThrow(() -> incompatible("type " + id, "the types of its own list"));
    } catch (ChurnException e) {
      throw e.code() == ErrorCode.INVALID_INPUT ? in.corrupt("the name of a type") : e;
    }
  }

  private static ChurnException otherInputs(int version) {
    return incompatible(
        "derived inputs of version " + version,
        "derived inputs of version " + DerivedInputs.VERSION);
  }

  private static ChurnException incompatible(String found, String expected) {
    return new ChurnException(
        ErrorCode.INCOMPATIBLE,
        "The model was made with %s; this version of the program has %s, so train a new model"
            .formatted(found, expected));
  }

  private static boolean hasValue(ModelFileReader in) {
    if (in.version() < ModelFileWriter.WITH_CURVE_OR_EVENTS) {
      return in.version() >= ModelFileWriter.WITH_VALUE;
    }
    return isPresent(in, "whether the value of customers follows");
  }

  private static boolean hasCurve(ModelFileReader in) {
    return in.version() >= ModelFileWriter.WITH_CURVE_OR_EVENTS
        && isPresent(in, "whether a curve follows");
  }

  private static boolean hasSeason(ModelFileReader in) {
    return in.version() < ModelFileWriter.WITH_TYPES
        ? in.version() >= ModelFileWriter.WITH_SEASON
        : isPresent(in, "whether a season follows");
  }

  private static boolean isPresent(ModelFileReader in, String expected) {
    byte tag = in.tag();
    in.require(tag == NONE || tag == PRESENT, expected);
    return tag == PRESENT;
  }

  private static FeatureDefinition definition(ModelFileReader in) {
    double reference = in.finite();
    in.require(reference > 0, "a positive monetary reference");
    Set<String> activity = eventTypes(in);
    Set<String> churn =
        in.version() < ModelFileWriter.WITH_CURVE_OR_EVENTS ? Set.of() : eventTypes(in);
    return new FeatureDefinition(activity, churn, watched(in), reference);
  }

  private static List<String> watched(ModelFileReader in) {
    if (in.version() < ModelFileWriter.WITH_TYPES) {
      return List.of();
    }
    List<String> types = in.texts();
    in.require(
        (!types.isEmpty() || in.version() >= ModelFileWriter.WITH_TREES_IN_CURVE)
            && types.size() <= WatchedTypes.MAX
            && types.stream().map(ActivityTypes::keyOf).distinct().count() == types.size()
            && types.stream().noneMatch(type -> ActivityTypes.keyOf(type).isEmpty()),
        "a few different event types to watch");
    return types;
  }

  private static Set<String> eventTypes(ModelFileReader in) {
    List<String> listed = in.texts();
    Set<String> eventTypes = new TreeSet<>(listed);
    in.require(eventTypes.size() == listed.size(), "each event type once");
    return eventTypes;
  }

  private static Calibration calibration(ModelFileReader in) {
    switch (in.tag()) {
      case NONE -> {
        return new Calibration.None();
      }
      case PLATT -> {
        double slope = in.finite();
        in.require(slope > 0, "a positive slope");
        return new Calibration.Platt(slope, in.finite());
      }
      case ISOTONIC -> {
        double[] from = in.reals();
        double[] to = in.reals();
        in.require(from.length > 0 && from.length == to.length, "as many values as points");
        for (int i = 0; i < from.length; i++) {
          in.require(to[i] >= 0 && to[i] <= 1, "probabilities");
          in.require(i == 0 || (from[i - 1] < from[i] && to[i - 1] <= to[i]), "increasing points");
        }
        return new Calibration.Isotonic(from, to);
      }
      default -> throw in.corrupt("a known calibration");
    }
  }

  private static List<FeatureVector> background(ModelFileReader in, int width) {
    int count = in.length(width * Double.BYTES);
    in.require(count > 0 && count <= Predictor.MAX_BACKGROUND, "a background of a few customers");
    List<FeatureVector> background = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      double[] values = new double[width];
      Arrays.setAll(values, j -> in.finite());
      background.add(FeatureVector.of(values));
    }
    return background;
  }
}
