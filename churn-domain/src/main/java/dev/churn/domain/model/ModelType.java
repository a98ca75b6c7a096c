package dev.churn.domain.model;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.util.regex.Pattern;

/**
 * The name of a kind of classifier. Which names can be trained is for the trainer to say: {@link
 * dev.churn.domain.port.ModelTraining#types()}.
 *
 * @param id 1 to 50 lower-case letters, digits and underscores, a letter first
 */
public record ModelType(String id) {
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9_]{0,49}");

  /** Ridge regression blended with a buy-till-you-die model; what is trained by default. */
  public static final ModelType LOGISTIC_REGRESSION = new ModelType("logistic_regression");

  public static final ModelType RANDOM_FOREST = new ModelType("random_forest");
  public static final ModelType GRADIENT_BOOSTING = new ModelType("gradient_boosting");

  /** To be asked for only: several types are trained, and the best of them is the model. */
  public static final ModelType AUTO = new ModelType("auto");

  public ModelType {
    if (!ID.matcher(id).matches()) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT,
          "model_type: expected 1 to 50 lower-case letters, digits and underscores, found '%s'"
              .formatted(id));
    }
  }

  /**
   * {@return the type named {@code id}}
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if it is no name of a type
   */
  public static ModelType parse(String id) {
    return new ModelType(id);
  }

  @Override
  public String toString() {
    return id;
  }
}
