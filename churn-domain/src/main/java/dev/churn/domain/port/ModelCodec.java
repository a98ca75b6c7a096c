package dev.churn.domain.port;

import dev.churn.domain.model.ChurnModel;
import dev.churn.domain.model.ModelExport;
import java.util.Optional;

/** Driven port: from a model to a file and back. Safe for use by several threads. */
public interface ModelCodec {
  /**
   * {@return the file of a model}
   *
   * @param model of the trainer to which this codec belongs
   */
  byte[] encode(ChurnModel model);

  /**
   * {@return the model of a file that {@link #encode} gave; it predicts the same bits}
   *
   * @throws dev.churn.domain.ChurnException with {@code CORRUPT} if the file is damaged, {@code
   *     INCOMPATIBLE} if it was made with other features or by a newer version
   */
  ChurnModel decode(byte[] file);

  /** {@return the model in the file format of its library, or empty if it has none} */
  Optional<ModelExport> export(ChurnModel model);
}
