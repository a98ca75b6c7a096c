package dev.churn.training.classifier;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import dev.churn.domain.model.ModelType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The model types that can be trained.
 *
 * @param list the usual types first, each type once
 */
public record Families(List<ClassifierFamily<?>> list) {
  public Families {
    list = List.copyOf(list);
    if (list.stream().map(ClassifierFamily::type).distinct().count() < list.size()) {
      throw new IllegalArgumentException("expected each type once, found " + types(list));
    }
  }

  public Optional<ClassifierFamily<?>> find(ModelType type) {
    return list.stream()
        .<ClassifierFamily<?>>map(family -> family)
        .filter(family -> family.type().equals(type))
        .findFirst();
  }

  /**
   * {@return the family of a type}
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if the type is unknown
   */
  public ClassifierFamily<?> load(ModelType type) {
    return find(type).orElseThrow(() -> unknown(type));
  }

  private ChurnException unknown(ModelType type) {
    String problem =
        "expected one of %s, %s, found '%s'".formatted(types(list), ModelType.AUTO, type);
    return new ChurnException(
        ErrorCode.INVALID_INPUT,
        "The model type: " + problem,
        List.of(new FieldError("model_type", problem)));
  }

  private static String types(List<ClassifierFamily<?>> list) {
    return list.stream().map(family -> family.type().id()).collect(Collectors.joining(", "));
  }
}
