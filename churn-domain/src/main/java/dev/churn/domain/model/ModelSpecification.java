package dev.churn.domain.model;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The specification of a model to train.
 *
 * @param type the type; {@link ModelType#AUTO} selects the best of several types
 * @param options the options of the type by name, sorted by name; empty for the defaults
 */
public record ModelSpecification(ModelType type, Map<String, String> options) {
  public ModelSpecification {
    requireNonNull(type, "type");
    options = Collections.unmodifiableMap(new TreeMap<>(options));
  }

  /** {@return the specification of a type with its default options} */
  public static ModelSpecification of(ModelType type) {
    return new ModelSpecification(type, Map.of());
  }
}
