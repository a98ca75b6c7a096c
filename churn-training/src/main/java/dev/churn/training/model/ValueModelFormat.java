package dev.churn.training.model;

import dev.churn.domain.value.GammaGamma;
import dev.churn.domain.value.PurchaseProcess;
import dev.churn.domain.value.ValueModel;
import dev.churn.training.file.ModelFileReader;
import dev.churn.training.file.ModelFileWriter;
import java.util.Optional;

/** The part of a model file that says what customers are worth. */
final class ValueModelFormat {
  private static final byte NO_AMOUNTS = 0;
  private static final byte AMOUNTS = 1;

  private ValueModelFormat() {}

  static void write(ModelFileWriter out, ValueModel model) {
    out.integer(model.horizonDays());
    PurchaseProcess process = model.process();
    out.real(process.r());
    out.real(process.alpha());
    out.real(process.a());
    out.real(process.b());
    out.real(model.excess());
    out.tag(model.baskets().isPresent() ? AMOUNTS : NO_AMOUNTS);
    model
        .baskets()
        .ifPresent(
            baskets -> {
              out.real(baskets.p());
              out.real(baskets.q());
              out.real(baskets.v());
            });
    out.real(model.spendPerBasket());
  }

  static ValueModel read(ModelFileReader in) {
    int horizon = in.integer();
    double[] numbers = {in.finite(), in.finite(), in.finite(), in.finite(), in.finite()};
    byte tag = in.tag();
    in.require(tag == AMOUNTS || tag == NO_AMOUNTS, "a known model of baskets");
    double[] baskets =
        tag == AMOUNTS ? new double[] {in.finite(), in.finite(), in.finite()} : new double[0];
    double spendPerBasket = in.finite();
    try {
      return new ValueModel(
          horizon,
          new PurchaseProcess(numbers[0], numbers[1], numbers[2], numbers[3]),
          numbers[4],
          tag == AMOUNTS
              ? Optional.of(new GammaGamma(baskets[0], baskets[1], baskets[2]))
              : Optional.empty(),
          spendPerBasket);
    } catch (IllegalArgumentException e) {
      throw in.corrupt("parameters within their ranges");
    }
  }
}
