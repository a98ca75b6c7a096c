package dev.churn.training.curve;

import dev.churn.training.blend.BaseModel;
import dev.churn.training.blend.BaseModelFormat;
import dev.churn.training.file.ModelFileReader;
import dev.churn.training.file.ModelFileWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of a model file that holds its curve: the horizon of the model, 4 bytes; the number of
 * horizons, 4 bytes; and of each the {@link BaseModelFormat base model}, ascending.
 */
public final class CurveFormat {
  /** No base model is shorter; its lists may be empty. */
  private static final int SHORTEST = 6 * Double.BYTES + 5 * Integer.BYTES;

  private CurveFormat() {}

  public static void write(ModelFileWriter out, CurveModel model) {
    out.integer(model.horizonDays());
    out.integer(model.bases().size());
    model.bases().forEach(base -> BaseModelFormat.write(base, out));
  }

  /**
   * {@return the curve}
   *
   * @throws dev.churn.domain.ChurnException with {@code CORRUPT} if it is not one
   */
  public static CurveModel read(ModelFileReader in) {
    int horizon = in.integer();
    int count = in.length(SHORTEST);
    List<BaseModel> bases = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      bases.add(BaseModelFormat.read(in));
    }
    try {
      return new CurveModel(horizon, bases);
    } catch (IllegalArgumentException e) {
      throw in.corrupt("ascending horizons, that of the model among them");
    }
  }
}
