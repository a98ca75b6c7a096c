package dev.churn.training.weka;

import dev.churn.training.data.DerivedInputs;
import dev.churn.training.data.TrainingRows;
import dev.churn.training.linear.Standardization;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import weka.core.Attribute;
import weka.core.Instance;
import weka.core.Instances;

/** Rows in Weka's form; the class comes last, and of its values "churned" first. */
final class WekaData {
  static final double CHURNED = 0;
  private static final double STAYED = 1;

  private WekaData() {}

  /** From a row's derived inputs to the attributes of an instance, the class left open. */
  @FunctionalInterface
  interface Encoding {
    double[] attributes(double[] inputs);
  }

  /** {@return the inputs at {@code places} as attributes} */
  static Encoding choosing(int[] places) {
    return inputs -> {
      double[] attributes = new double[places.length + 1];
      for (int i = 0; i < places.length; i++) {
        attributes[i] = inputs[places[i]];
      }
      return attributes;
    };
  }

  /** {@return the inputs that were kept, standardized, as attributes} */
  static Encoding standardizing(Standardization scale) {
    int[] places = scale.places();
    return inputs -> {
      double[] attributes = new double[places.length + 1];
      for (int i = 0; i < places.length; i++) {
        attributes[i] = (inputs[places[i]] - scale.means()[i]) / scale.scales()[i];
      }
      return attributes;
    };
  }

  static Instances of(TrainingRows rows, int[] places, Encoding encoding) {
    Instances data = empty(places, rows.size());
    for (int i = 0; i < rows.size(); i++) {
      double[] attributes = encoding.attributes(DerivedInputs.of(rows.features(i)));
      attributes[places.length] = rows.churned(i) ? CHURNED : STAYED;
      data.add(new WekaRow(attributes));
    }
    return data;
  }

  /** {@return an instance without class, for predictions of classifiers that learned such data} */
  static Instance unlabeled(double[] inputs, int[] places, Encoding encoding) {
    var instance = new WekaRow(encoding.attributes(inputs));
    instance.setDataset(empty(places, 0));
    instance.setClassMissing();
    return instance;
  }

  private static Instances empty(int[] places, int capacity) {
    ArrayList<Attribute> attributes = new ArrayList<>();
    for (int place : places) {
      attributes.add(new Attribute(DerivedInputs.values()[place].name().toLowerCase(Locale.ROOT)));
    }
    attributes.add(new Attribute("outcome", List.of("churned", "stayed")));
    var data = new Instances("customers", attributes, capacity);
    data.setClassIndex(places.length);
    return data;
  }
}
