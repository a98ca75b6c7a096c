package dev.churn.training.weka;

import dev.churn.training.data.InputSet;
import dev.churn.training.data.TrainingSample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import weka.core.Attribute;
import weka.core.Instances;

/** Training data in Weka's form: the inputs, and behind them the class. */
final class WekaRows {
  static final String CLASS = "outcome";
  static final String CHURNED = "churned";
  static final String STAYED = "stayed";

  private static final double CHURNED_VALUE = 0;
  private static final double STAYED_VALUE = 1;

  private WekaRows() {}

  /** {@return the attributes without rows} */
  static Instances header(InputSet inputs) {
    return empty(inputs, 0);
  }

  private static Instances empty(InputSet inputs, int capacity) {
    ArrayList<Attribute> attributes = new ArrayList<>();
    inputs.names().forEach(name -> attributes.add(new Attribute(name)));
    attributes.add(new Attribute(CLASS, List.of(CHURNED, STAYED)));
    var rows = new Instances("customers", attributes, capacity);
    rows.setClassIndex(attributes.size() - 1);
    return rows;
  }

  static Instances of(TrainingSample sample, InputSet inputs) {
    Instances rows = empty(inputs, sample.size());
    int width = rows.numAttributes() - 1;
    double[] all = new double[InputSet.MAX_COUNT]; // with those of event types behind
    for (int i = 0; i < sample.size(); i++) {
      inputs.copyRow(sample.matrix(), sample.rows()[i], all);
      double[] attributes = Arrays.copyOf(all, width + 1);
      attributes[width] = sample.churned(i) ? CHURNED_VALUE : STAYED_VALUE;
      var row = new WekaRow(attributes);
      row.setWeight(sample.weight(i));
      rows.add(row);
    }
    return rows;
  }
}
