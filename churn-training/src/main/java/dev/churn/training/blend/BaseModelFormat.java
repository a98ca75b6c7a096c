package dev.churn.training.blend;

import dev.churn.training.btyd.MbgNbd;
import dev.churn.training.data.DerivedInputs;
import dev.churn.training.file.ModelFileReader;
import dev.churn.training.file.ModelFileWriter;
import dev.churn.training.linear.LinearScorer;
import java.util.Map;
import java.util.TreeMap;

/**
 * The file format of a {@link BaseModel}: the horizon in days, 4 bytes; r, α, a and b of MBG/NBD,
 * reals; for the logistic regression the inputs, a list of 4 bytes each, their means, scales and
 * weights, lists of reals, and the intercept, a real; the share of the logistic regression, a real.
 */
public final class BaseModelFormat {
  private BaseModelFormat() {}

  public static void write(BaseModel base, ModelFileWriter out) {
    MbgNbd process = base.process();
    out.integer(process.horizonDays());
    out.real(process.r());
    out.real(process.alpha());
    out.real(process.a());
    out.real(process.b());
    LinearScorer linear = base.linear();
    out.integers(linear.inputs());
    out.reals(linear.means());
    out.reals(linear.scales());
    out.reals(linear.weights());
    out.real(linear.intercept());
    out.real(base.linearShare());
  }

  public static BaseModel read(ModelFileReader in) {
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

  static Map<String, String> parameters(BaseModel base) {
    MbgNbd process = base.process();
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("mbg_nbd_r", Double.toString(process.r()));
    parameters.put("mbg_nbd_alpha_days", Double.toString(process.alpha()));
    parameters.put("mbg_nbd_a", Double.toString(process.a()));
    parameters.put("mbg_nbd_b", Double.toString(process.b()));
    parameters.put("horizon_days", Integer.toString(process.horizonDays()));
    return parameters;
  }

  /**
   * {@return a description of the base model, such as "ridge regression blended with MBG/NBD, share
   * .5"}
   */
  static String sentence(BaseModel base) {
    if (base.linearShare() == 0) {
      return "MBG/NBD alone, without a regression";
    }
    return base.linearShare() == 1
        ? "ridge regression alone, without MBG/NBD"
        : "ridge regression blended with MBG/NBD, share " + Shares.text(base.linearShare());
  }
}
