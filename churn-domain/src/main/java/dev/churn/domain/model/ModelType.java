package dev.churn.domain.model;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The kinds of classifier that can be asked for. */
public enum ModelType {
  LOGISTIC_REGRESSION("logistic_regression"),
  RANDOM_FOREST("random_forest"),
  GRADIENT_BOOSTING("gradient_boosting"),
  /** To be asked for only: all of the others are trained, and the best of them is the model. */
  AUTO("auto");

  private final String id;

  ModelType(String id) {
    this.id = id;
  }

  /** {@return the type's name in requests and answers} */
  public String id() {
    return id;
  }

  /**
   * {@return the type named {@code id}}
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if there is none
   */
  public static ModelType parse(String id) {
    for (ModelType type : values()) {
      if (type.id.equals(id)) {
        return type;
      }
    }
    throw new ChurnException(
        ErrorCode.INVALID_INPUT,
        "model_type: expected one of %s, found '%s'"
            .formatted(
                Arrays.stream(values()).map(ModelType::id).collect(Collectors.joining(", ")), id));
  }
}
