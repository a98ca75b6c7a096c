package dev.churn.training.classifier;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.model.ModelExport;
import dev.churn.domain.model.ModelType;
import dev.churn.training.file.ModelFileReader;
import dev.churn.training.file.ModelFileWriter;
import java.util.Map;
import java.util.Optional;

/**
 * A scorer with the family that can write it.
 *
 * @param <S> type of the scorer
 */
public record FittedClassifier<S extends Scorer>(ClassifierFamily<S> family, S scorer) {
  public FittedClassifier {
    requireNonNull(family, "family");
    requireNonNull(scorer, "scorer");
  }

  /** {@return the scorer that the family reads from a file, with the family} */
  public static <S extends Scorer> FittedClassifier<S> read(
      ClassifierFamily<S> family, ModelFileReader in) {
    return new FittedClassifier<>(family, family.read(in));
  }

  public ModelType type() {
    return family.type();
  }

  public void write(ModelFileWriter out) {
    family.write(scorer, out);
  }

  /**
   * {@return this classifier, from a file with derived inputs of an earlier version; empty if it
   * cannot be given these inputs any more}
   */
  public Optional<FittedClassifier<S>> ofInputsVersion(int version) {
    return family.ofInputsVersion(scorer, version).map(s -> new FittedClassifier<>(family, s));
  }

  public Map<String, String> parameters() {
    return family.parameters(scorer);
  }

  public String sentence() {
    return family.sentence(scorer);
  }

  public Optional<ModelExport> export() {
    return family.export(scorer);
  }
}
