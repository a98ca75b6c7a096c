package dev.churn.domain.model;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.util.regex.Pattern;

/**
 * The name of a model type. The trainer defines which types can be trained: {@link
 * dev.churn.domain.port.ModelTraining#types()}.
 *
 * @param id 1 to 50 lower-case letters, digits and underscores, starting with a letter
 */
public record ModelType(String id) {
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9_]{0,49}");

  /** Ridge regression blended with a buy-till-you-die model; the default type. */
  public static final ModelType LOGISTIC_REGRESSION = new ModelType("logistic_regression");

  public static final ModelType RANDOM_FOREST = new ModelType("random_forest");
  public static final ModelType GRADIENT_BOOSTING = new ModelType("gradient_boosting");

  /**
   * Trains several types and selects the best; valid in requests only, never the type of a trained
   * model.
   */
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
   * {@return the type with the name {@code id}}
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if it is not a valid type name
   */
  public static ModelType parse(String id) {
    return new ModelType(id);
  }

  @Override
  public String toString() {
    return id;
  }
}
