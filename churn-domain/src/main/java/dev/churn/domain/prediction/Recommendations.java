package dev.churn.domain.prediction;

import java.util.List;

/**
 * Says what to do about a customer of a risk segment. These sentences are rules of thumb for a
 * retention team; no model learned what keeps a customer.
 */
public final class Recommendations {
  private Recommendations() {}

  /** {@return one or more sentences, the most important first} */
  public static List<String> of(RiskSegment segment) {
    return switch (segment) {
      case CRITICAL ->
          List.of(
              "Contact this customer now, in person if the value justifies it",
              "Ask what is missing before you offer a discount");
      case HIGH -> List.of("Contact this customer within the next days, with a reason to return");
      case MEDIUM -> List.of("Include this customer in the next regular campaign");
      case LOW -> List.of("No action is needed");
    };
  }
}
