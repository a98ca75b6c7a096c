package dev.churn.training.model;

import dev.churn.domain.statistics.DayToDay;
import dev.churn.domain.value.GammaGamma;
import dev.churn.domain.value.PurchaseProcess;
import dev.churn.domain.value.SpendError;
import dev.churn.domain.value.ValueModel;
import dev.churn.training.file.ModelFileReader;
import dev.churn.training.file.ModelFileWriter;
import java.util.Optional;

/** The part of a model file that says what customers are worth. */
final class ValueModelFormat {
  private static final byte NO_AMOUNTS = 0;
  private static final byte AMOUNTS = 1;
  private static final byte AMOUNTS_AND_ERROR = 2;

  private ValueModelFormat() {}

  static void write(ModelFileWriter out, ValueModel model) {
    out.integer(model.horizonDays());
    PurchaseProcess process = model.process();
    out.real(process.r());
    out.real(process.alpha());
    out.real(process.a());
    out.real(process.b());
    out.real(model.excess());
    out.tag(model.baskets().isPresent() ? AMOUNTS_AND_ERROR : NO_AMOUNTS);
    model
        .baskets()
        .ifPresent(
            baskets -> {
              out.real(baskets.p());
              out.real(baskets.q());
              out.real(baskets.v());
            });
    out.real(model.spendPerBasket());
    if (model.baskets().isPresent()) {
      out.real(model.error().ofDay().variance());
      out.real(model.error().ofDay().degrees());
      out.real(model.error().ofCustomer());
    }
  }

  static ValueModel read(ModelFileReader in) {
    int horizon = in.integer();
    double[] numbers = {in.finite(), in.finite(), in.finite(), in.finite(), in.finite()};
    byte tag = in.tag();
    boolean withError = tag == AMOUNTS_AND_ERROR;
    in.require(withError || tag == AMOUNTS || tag == NO_AMOUNTS, "a known model of baskets");
    double[] baskets =
        tag == NO_AMOUNTS ? new double[0] : new double[] {in.finite(), in.finite(), in.finite()};
    double spendPerBasket = in.finite();
    double[] error =
        withError ? new double[] {in.finite(), in.finite(), in.finite()} : new double[0];
    try {
      return new ValueModel(
          horizon,
          new PurchaseProcess(numbers[0], numbers[1], numbers[2], numbers[3]),
          numbers[4],
          tag == NO_AMOUNTS
              ? Optional.empty()
              : Optional.of(new GammaGamma(baskets[0], baskets[1], baskets[2])),
          spendPerBasket,
          withError
              ? new SpendError(new DayToDay(error[0], error[1]), error[2])
              : SpendError.UNKNOWN);
    } catch (IllegalArgumentException e) {
      throw in.corrupt("parameters within their ranges");
    }
  }
}
