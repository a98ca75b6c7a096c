package dev.churn.training.weka;

import weka.core.DenseInstance;

/**
 * An instance without text. Random trees, random subspaces and JRip take their random numbers from
 * a generator that is seeded by the text of an instance, which is written in the digits of the
 * default locale; without text the given seed alone decides. Filters make instances of Weka's own,
 * which have text.
 */
final class WekaRow extends DenseInstance {
  private static final long serialVersionUID = 1L;

  WekaRow(double[] attributes) {
    super(1, attributes);
  }

  private WekaRow(WekaRow original) {
    super(original);
    setDataset(original.dataset());
  }

  @Override
  public Object copy() {
    return new WekaRow(this);
  }

  @Override
  public String toStringNoWeight() {
    return "";
  }

  /** {@return the same row as Weka itself would have it} */
  DenseInstance withText() {
    var row = new DenseInstance(this);
    row.setDataset(dataset());
    return row;
  }
}
