package dev.churn.training.bench;

import static dev.churn.domain.bench.Report.print;

import dev.churn.domain.job.Progress;
import dev.churn.domain.model.LabeledRows;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.TrainingRequest;
import dev.churn.domain.model.TrainingResult;
import dev.churn.domain.model.TrainingSet;
import dev.churn.training.ChurnModelTraining;
import dev.churn.training.Synthetic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whole trainings, as the server asks for them: tuned, judged, calibrated and learned anew from all
 * rows, which are two snapshots of as many simulated customers each. Prints seconds and what the
 * model is worth.
 *
 * <p>Arguments: folder, labeled rows, the types of models with commas between them, the Python that
 * has scikit-learn, whose plain fits to half of the rows show the scale.
 */
public final class TrainingBenchmark {
  private TrainingBenchmark() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    int rows = Integer.parseInt(args[1]);
    TrainingSet set = Synthetic.outOfTime(rows / 2, 2, Synthetic.SIGNAL, 1);
    print(
        "%,d labeled rows, %d threads, heap of %,d MB",
        rows, Runtime.getRuntime().availableProcessors(), Runtime.getRuntime().maxMemory() >> 20);
    for (String type : args[2].split(",", -1)) {
      long start = System.nanoTime();
      TrainingResult trained =
          new ChurnModelTraining()
              .train(
                  new TrainingRequest(set, ModelType.parse(type), 1, Optional.empty()),
                  Progress.none());
      print(
          "%-20s %7.2f s, ROC AUC %.4f, log-loss %.4f, %s",
          type,
          (System.nanoTime() - start) / 1e9,
          trained.evaluation().metrics().rocAuc(),
          trained.evaluation().metrics().logLoss(),
          trained.parameters());
    }
    LabeledRows learned = set.snapshots().get(1).rows();
    LearnersBenchmark.peer(args[3], folder, learned, set.snapshots().get(0).rows());
  }
}
