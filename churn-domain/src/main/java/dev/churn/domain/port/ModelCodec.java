package dev.churn.domain.port;

import dev.churn.domain.model.ModelExport;
import dev.churn.domain.model.Predictor;
import java.util.Optional;

/** Driven port: encodes models as files and decodes them. Safe for use by several threads. */
public interface ModelCodec {
  /**
   * {@return the file of a model}
   *
   * @param model a model of the trainer to which this codec belongs
   */
  byte[] encode(Predictor model);

  /**
   * {@return the model in a file that {@link #encode} wrote; it predicts the same bits}
   *
   * @throws dev.churn.domain.ChurnException with {@code CORRUPT} if the file is damaged, {@code
   *     INCOMPATIBLE} if it was made with other features or by a newer version
   */
  Predictor decode(byte[] file);

  /** {@return the model in the file format of its library, or empty if there is no such format} */
  Optional<ModelExport> export(Predictor model);
}
