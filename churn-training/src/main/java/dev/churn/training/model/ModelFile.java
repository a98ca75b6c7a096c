package dev.churn.training.model;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.model.ChurnModel;
import dev.churn.domain.model.ModelType;
import dev.churn.training.blend.BaseModel;
import dev.churn.training.blend.OffsetTrees;
import dev.churn.training.btyd.MbgNbd;
import dev.churn.training.calibration.Calibration;
import dev.churn.training.classifier.Scorer;
import dev.churn.training.data.DerivedInputs;
import dev.churn.training.linear.LinearScorer;
import dev.churn.training.tree.FlatTrees;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Models as bytes. All numbers are big-endian; a list is its length, 4 bytes, and its elements; a
 * text is a list of UTF-8 bytes; a real is a double of 8 bytes. In this order:
 *
 * <ol>
 *   <li>8 bytes {@code CHURNMDL}; the format's version, 4 bytes
 *   <li>the model type's name, a text; the version of the {@link DerivedInputs}, 4 bytes
 *   <li>the monetary reference, a real; the activity event types, a list of texts, ascending
 *   <li>the calibration: one byte, 0 none, 1 Platt, 2 isotonic; of Platt slope and intercept, of
 *       isotonic two lists of reals, from and to
 *   <li>the {@link BaseModel}: the horizon in days, 4 bytes, and r, α, a and b of MBG/NBD, reals;
 *       of the logistic regression the inputs, a list of 4 bytes each, their means, scales and
 *       weights, lists of reals, and the intercept; its share, a real
 *   <li>unless it is a logistic regression the {@link FlatTrees}: roots, inputs, values and rights;
 *       of a forest also its share, a real
 *   <li>the background, a list of feature vectors of 8 reals each
 *   <li>the CRC-32C of all bytes before it, 4 bytes
 * </ol>
 */
public final class ModelFile {
  private static final byte NONE = 0;
  private static final byte PLATT = 1;
  private static final byte ISOTONIC = 2;

  private ModelFile() {}

  public static byte[] encode(ScoredModel model) {
    var out = new ModelFileWriter();
    out.text(model.type().id());
    out.integer(DerivedInputs.VERSION);
    FeatureDefinition definition = model.featureDefinition();
    out.real(definition.monetaryReference());
    Set<String> eventTypes = new TreeSet<>(definition.activityEventTypes());
    out.integer(eventTypes.size());
    eventTypes.forEach(out::text);
    write(out, model.calibration());
    write(out, model.scorer());
    out.integer(model.background().size());
    for (FeatureVector features : model.background()) {
      for (double value : features.toArray()) {
        out.real(value);
      }
    }
    return out.finish();
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
    } else {
      out.tag(NONE);
    }
  }

  private static void write(ModelFileWriter out, Scorer scorer) {
    if (scorer instanceof BaseModel foundation) {
      write(out, foundation);
    } else if (scorer instanceof OffsetTrees grounded) {
      write(out, grounded.foundation());
      write(out, grounded.trees());
      if (grounded instanceof OffsetTrees.Forest forest) {
        out.real(forest.share());
      }
    } else {
      throw new IllegalArgumentException("expected a model that stands on a foundation");
    }
  }

  private static void write(ModelFileWriter out, BaseModel foundation) {
    MbgNbd process = foundation.process();
    out.integer(process.horizonDays());
    out.real(process.r());
    out.real(process.alpha());
    out.real(process.a());
    out.real(process.b());
    LinearScorer linear = foundation.linear();
    out.integers(linear.inputs());
    out.reals(linear.means());
    out.reals(linear.scales());
    out.reals(linear.weights());
    out.real(linear.intercept());
    out.real(foundation.linearShare());
  }

  private static void write(ModelFileWriter out, FlatTrees trees) {
    out.integers(trees.roots());
    out.integers(trees.inputs());
    out.reals(trees.values());
    out.integers(trees.rights());
  }

  /**
   * {@return the model}
   *
   * @throws ChurnException with {@link ErrorCode#CORRUPT} if the bytes are none
   */
  public static ScoredModel decode(byte[] file) {
    var in = new ModelFileReader(file);
    ModelType type = type(in);
    int inputsVersion = in.integer();
    in.require(
        inputsVersion == DerivedInputs.VERSION,
        "derived inputs of version %d, found %d".formatted(DerivedInputs.VERSION, inputsVersion));
    FeatureDefinition definition = definition(in);
    Calibration calibration = calibration(in);
    BaseModel foundation = foundation(in);
    Scorer scorer =
        switch (type) {
          case LOGISTIC_REGRESSION -> foundation;
          case RANDOM_FOREST -> new OffsetTrees.Forest(foundation, forest(in), in.share());
          case GRADIENT_BOOSTING -> new OffsetTrees.Boosted(foundation, trees(in));
          case AUTO -> throw in.corrupt("a type that can be learned");
        };
    List<FeatureVector> background = background(in);
    in.requireEnd();
    return new ScoredModel(type, definition, scorer, calibration, background);
  }

  private static ModelType type(ModelFileReader in) {
    String id = in.text();
    return Arrays.stream(ModelType.values())
        .filter(type -> type.id().equals(id))
        .findFirst()
        .orElseThrow(() -> in.corrupt("a known model type"));
  }

  private static FeatureDefinition definition(ModelFileReader in) {
    double reference = in.finite();
    in.require(reference > 0, "a positive monetary reference");
    int count = in.length(Integer.BYTES);
    Set<String> eventTypes = new TreeSet<>();
    for (int i = 0; i < count; i++) {
      in.require(eventTypes.add(in.text()), "each event type once");
    }
    return new FeatureDefinition(eventTypes, reference);
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

  private static List<FeatureVector> background(ModelFileReader in) {
    int count = in.length(Feature.COUNT * Double.BYTES);
    in.require(count > 0 && count <= ChurnModel.MAX_BACKGROUND, "a background of a few customers");
    List<FeatureVector> background = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      double[] values = new double[Feature.COUNT];
      Arrays.setAll(values, j -> in.finite());
      background.add(FeatureVector.of(values));
    }
    return background;
  }

  private static BaseModel foundation(ModelFileReader in) {
    int horizonDays = in.integer();
    in.require(horizonDays > 0, "a positive horizon");
    var process =
        new MbgNbd(
            MbgNbd.Dropout.AFTER_FIRST,
            horizonDays,
            parameter(in),
            parameter(in),
            parameter(in),
            parameter(in));
    return new BaseModel(process, linear(in), in.share());
  }

  private static double parameter(ModelFileReader in) {
    double value = in.finite();
    in.require(MbgNbd.isParameter(value), "positive parameters");
    return value;
  }

  private static LinearScorer linear(ModelFileReader in) {
    int[] inputs = in.integers();
    double[] means = in.reals();
    double[] scales = in.reals();
    double[] weights = in.reals();
    in.require(
        inputs.length == means.length
            && inputs.length == scales.length
            && inputs.length == weights.length,
        "as many means, scales and weights as inputs");
    for (int i = 0; i < inputs.length; i++) {
      in.require(inputs[i] >= 0 && inputs[i] < DerivedInputs.COUNT, "known inputs");
      in.require(scales[i] > 0, "positive scales");
    }
    return new LinearScorer(inputs, means, scales, weights, in.finite());
  }

  private static FlatTrees forest(ModelFileReader in) {
    FlatTrees trees = trees(in);
    for (int i = 0; i < trees.inputs().length; i++) {
      boolean share = trees.values()[i] >= 0 && trees.values()[i] <= 1;
      in.require(share || trees.inputs()[i] != FlatTrees.LEAF, "shares in the leaves of a forest");
    }
    return trees;
  }

  private static FlatTrees trees(ModelFileReader in) {
    int[] roots = in.integers();
    int[] inputs = in.integers();
    double[] values = in.reals();
    int[] rights = in.integers();
    int nodes = inputs.length;
    in.require(
        nodes == values.length && nodes == rights.length, "as many values and children as nodes");
    in.require(roots.length > 0 && roots[0] == 0, "a first tree");
    for (int tree = 0; tree < roots.length; tree++) {
      int root = roots[tree];
      int end = tree == roots.length - 1 ? nodes : roots[tree + 1];
      in.require(root >= 0 && root < end && end <= nodes, "a node in each tree");
      requireTree(in, inputs, rights, root, end);
    }
    return new FlatTrees(roots, inputs, values, rights);
  }

  /**
   * Each node but the root is the child of one: a left child behind it, a right one behind that.
   */
  private static void requireTree(
      ModelFileReader in, int[] inputs, int[] rights, int root, int end) {
    int[] sizes = new int[end - root]; // of each node with all below it
    for (int node = end - 1; node >= root; node--) {
      int input = inputs[node];
      int right = rights[node];
      if (input == FlatTrees.LEAF) {
        in.require(right == 0, "no children of a leaf");
        sizes[node - root] = 1;
      } else {
        in.require(input >= 0 && input < DerivedInputs.COUNT, "known inputs");
        in.require(
            right < end && node + 1 < end && right == node + 1 + sizes[node + 1 - root],
            "a right child behind the left one");
        sizes[node - root] = 1 + sizes[node + 1 - root] + sizes[right - root];
      }
    }
    in.require(sizes[0] == end - root, "one tree from each root");
  }
}
