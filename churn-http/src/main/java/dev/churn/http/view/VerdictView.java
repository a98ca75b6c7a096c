package dev.churn.http.view;

import dev.churn.domain.evaluation.Verdict;

/** Whether a model is worth deploying, as answers show it. */
record VerdictView(boolean deployable, String kind, String text) {
  static VerdictView of(Verdict verdict) {
    return new VerdictView(verdict.isDeployable(), Texts.of(verdict.kind()), verdict.sentence());
  }
}
