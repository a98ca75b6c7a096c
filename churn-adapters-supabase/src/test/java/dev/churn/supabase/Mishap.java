package dev.churn.supabase;

import dev.churn.supabase.HttpTestServer.Incoming;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Something that goes wrong with one request.
 *
 * @param when the request it happens to, once
 * @param before done when the request has arrived, before anything else
 * @param instead sent in place of the answer, the request has then no effect; or null
 * @param cutBodyAfter how many bytes of the request's body still arrive; -1 for all
 * @param silentWhenCut whether the server then stops reading rather than hanging up
 * @param answer what becomes of the answer
 */
record Mishap(
    Predicate<Incoming> when,
    Runnable before,
    Reply instead,
    long cutBodyAfter,
    boolean silentWhenCut,
    UnaryOperator<Reply> answer) {

  /** {@return a mishap of the next request whose method and path contain the text} */
  static Mishap of(String methodAndPath) {
    return new Mishap(
        request -> request.toString().contains(methodAndPath),
        () -> {},
        null,
        -1,
        false,
        UnaryOperator.identity());
  }

  Mishap first(Runnable done) {
    return new Mishap(when, done, instead, cutBodyAfter, silentWhenCut, answer);
  }

  Mishap answers(Reply other) {
    return new Mishap(when, before, other, cutBodyAfter, silentWhenCut, answer);
  }

  /** The request is carried out, but its answer never comes. */
  Mishap losesAnswer() {
    return changes(reply -> Reply.none());
  }

  Mishap changes(UnaryOperator<Reply> changed) {
    return new Mishap(when, before, instead, cutBodyAfter, silentWhenCut, changed);
  }

  Mishap cutsBodyAfter(long bytes) {
    return new Mishap(when, before, instead, bytes, false, answer);
  }

  Mishap stopsReadingAfter(long bytes) {
    return new Mishap(when, before, instead, bytes, true, answer);
  }
}
