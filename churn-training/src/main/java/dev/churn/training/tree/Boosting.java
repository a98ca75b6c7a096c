package dev.churn.training.tree;

import dev.churn.domain.job.Progress;
import dev.churn.training.data.TrainingMatrix;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.math.Logits;
import dev.churn.training.math.SplitMix;
import dev.churn.training.parallel.Chunks;
import dev.churn.training.parallel.Interrupts;
import dev.churn.training.parallel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One run of a {@link BoostingLearner}. */
public final class Boosting {
  private final BoostingLearner learner;
  private final TrainingSample sample;
  private final TrainingSample validation;
  private final long seed;
  private final Workers workers;
  private final TreeTarget target;
  private final double[] logOdds;
  private final double[] validationLogOdds;
  private final TreeGrower grower;
  private final double start;
  private final int[] drawn;

  /**
   * @param base log-odds of each row of the matrix from which to start; null for those of the churn
   *     rate
   */
  public Boosting(
      BoostingLearner learner,
      TrainingSample sample,
      TrainingSample validation,
      Optional<double[]> base,
      long seed,
      Workers workers) {
    this.learner = learner;
    this.sample = sample;
    this.validation = validation;
    this.seed = seed;
    this.workers = workers;
    int rows = sample.matrix().size();
    target = TreeTarget.ofRows(rows);
    // one more row of each class keeps the start away from certainty
    double total = sample.totalWeight();
    start = base.isPresent() ? 0 : Logits.logOdds((sample.churnRate() * total + 1) / (total + 2));
    logOdds = base.map(double[]::clone).orElseGet(() -> filled(rows, start));
    validationLogOdds = validation.size() == 0 ? null : logOdds.clone();
    drawn = new int[learner.rowShare() < 1 ? sample.size() : 0];
    int[] inputs = sample.treeInputs();
    grower =
        new TreeGrower(
            inputs,
            sample.bins().of(inputs, workers),
            sample.size(),
            learner.limits(sample),
            workers);
  }

  private static double[] filled(int size, double value) {
    double[] values = new double[size];
    Arrays.fill(values, value);
    return values;
  }

  public BoostingPath run(int patience, Progress progress) {
    List<FlatTrees> trees = new ArrayList<>();
    double[] losses = new double[learner.rounds() + 1];
    losses[0] = validationLoss();
    int best = 0;
    boolean sampled = learner.rowShare() < 1;
    for (int round = 0; round < learner.rounds() && round - best < patience; round++) {
      progress.report(
          (double) round / learner.rounds(),
          "Boosting round %d of %d".formatted(round + 1, learner.rounds()));
      Interrupts.check();
      SplitMix random = SplitMix.of(seed, round);
      int[] rows = sampled ? drawn(random) : sample.rows();
      FlatTrees tree = growTree(rows, sampled ? random.after(sample.size()) : random);
      trees.add(tree);
      if (validationLogOdds != null) {
        addTree(tree, validation, validationLogOdds);
      }
      losses[round + 1] = validationLoss();
      best = losses[round + 1] < losses[best] || validationLogOdds == null ? round + 1 : best;
      boolean foundNothing = tree.inputs().length == 1;
      if (foundNothing && !sampled && learner.inputsPerSplit() >= sample.matrix().width()) {
        break; // the next round would see the same gradients and find no split either
      }
    }
    return new BoostingPath(
        FlatTrees.concatenated(trees), start, Arrays.copyOf(losses, trees.size() + 1));
  }

  /**
   * {@return a random part of the rows, each with the same probability; all rows if none was drawn}
   */
  private int[] drawn(SplitMix random) {
    int[] counts = new int[Chunks.count(sample.size())];
    Chunks.forEach(
        workers,
        sample.size(),
        (chunk, from, to) -> {
          SplitMix own = random.after(from);
          int next = from;
          for (int i = from; i < to; i++) {
            drawn[next] = sample.rows()[i]; // kept only if drawn, without an unpredictable branch
            next += own.fraction() < learner.rowShare() ? 1 : 0;
          }
          counts[chunk] = next - from;
        });
    int count = 0;
    for (int chunk = 0; chunk < counts.length; chunk++) {
      System.arraycopy(drawn, chunk * Chunks.LENGTH, drawn, count, counts[chunk]);
      count += counts[chunk];
    }
    return count == 0 ? sample.rows() : Arrays.copyOf(drawn, count);
  }

  private FlatTrees growTree(int[] rows, SplitMix random) {
    TrainingMatrix matrix = sample.matrix();
    Chunks.forEach(
        workers,
        rows.length,
        (chunk, from, to) -> {
          for (int i = from; i < to; i++) {
            int row = rows[i];
            double probability = Logits.probability(logOdds[row]);
            double weight = matrix.weight(row);
            target.gradients()[row] = weight * ((matrix.churned(row) ? 1 : 0) - probability);
            target.curvatures()[row] = weight * probability * (1 - probability);
          }
        });
    FlatTrees tree = grower.grow(rows, rows.length, target, random, learner.shrinkage());
    if (rows.length == sample.size()) { // then the leaf of each row is known
      grower.forEachLeaf(
          (value, order, from, to) -> {
            for (int i = from; i < to; i++) {
              logOdds[order[i]] += value;
            }
          });
    } else {
      addTree(tree, sample, logOdds);
    }
    return tree;
  }

  private void addTree(FlatTrees tree, TrainingSample to, double[] sums) {
    Chunks.forEach(
        workers,
        to.size(),
        (chunk, first, last) ->
            tree.addTree(0, to.matrix().columns(), to.rows(), first, last, sums));
  }

  private double validationLoss() {
    if (validationLogOdds == null) {
      return Double.NaN;
    }
    double[] sums = new double[Chunks.count(validation.size())];
    Chunks.forEach(
        workers,
        validation.size(),
        (chunk, from, to) -> {
          for (int i = from; i < to; i++) {
            double value = validationLogOdds[validation.rows()[i]];
            sums[chunk] +=
                validation.weight(i) * Logits.loss(validation.churned(i) ? value : -value);
          }
        });
    return Chunks.sum(sums) / validation.totalWeight();
  }
}
