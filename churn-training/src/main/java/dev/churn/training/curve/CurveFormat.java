package dev.churn.training.curve;

import dev.churn.training.blend.BaseModel;
import dev.churn.training.blend.BaseModelFormat;
import dev.churn.training.blend.OffsetBoosting;
import dev.churn.training.file.ModelFileReader;
import dev.churn.training.file.ModelFileWriter;
import dev.churn.training.tree.FlatTrees;
import dev.churn.training.tree.TreeFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of a model file that holds its curve: the horizon of the model, 4 bytes; the number of
 * horizons, 4 bytes; and of each the {@link BaseModelFormat base model}, ascending, in files of
 * curves with trees followed by the {@link TreeFormat trees}.
 */
public final class CurveFormat {
  /** No base model is shorter; its lists may be empty. */
  private static final int SHORTEST = 6 * Double.BYTES + 5 * Integer.BYTES;

  private CurveFormat() {}

  /** Writes a curve; with the trees of all horizons if one of them has trees. */
  public static void write(ModelFileWriter out, CurveModel curve) {
    boolean hasTrees = curve.hasTrees();
    out.integer(curve.horizonDays());
    out.integer(curve.models().size());
    for (OffsetBoosting model : curve.models()) {
      BaseModelFormat.write(model.base(), out);
      if (hasTrees) {
        TreeFormat.write(model.trees(), out);
      }
    }
  }

  /**
   * {@return the curve}
   *
   * @throws dev.churn.domain.ChurnException with {@code CORRUPT} if it is not one
   */
  public static CurveModel read(ModelFileReader in) {
    boolean hasTrees = in.version() >= ModelFileWriter.WITH_TREES_IN_CURVE;
    int horizon = in.integer();
    int count = in.length(SHORTEST);
    List<OffsetBoosting> models = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      BaseModel base = BaseModelFormat.read(in);
      models.add(new OffsetBoosting(base, hasTrees ? TreeFormat.read(in) : FlatTrees.none()));
    }
    try {
      return new CurveModel(horizon, models);
    } catch (IllegalArgumentException e) {
      throw in.corrupt("ascending horizons, that of the model among them");
    }
  }
}
