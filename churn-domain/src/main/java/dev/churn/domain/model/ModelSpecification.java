package dev.churn.domain.model;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which model is to be trained.
 *
 * @param type {@link ModelType#AUTO} stands for the best of several
 * @param options what the type leaves open, by name, in the order of the names; empty for the
 *     defaults
 */
public record ModelSpecification(ModelType type, Map<String, String> options) {
  public ModelSpecification {
    requireNonNull(type, "type");
    options = Collections.unmodifiableMap(new TreeMap<>(options));
  }

  /** {@return a model of the type with the default options} */
  public static ModelSpecification of(ModelType type) {
    return new ModelSpecification(type, Map.of());
  }
}
