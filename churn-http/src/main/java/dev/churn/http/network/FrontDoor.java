package dev.churn.http.network;

import dev.churn.http.network.CallerRules.Refusal;
import dev.churn.http.problem.ContainerProblems;
import dev.churn.http.problem.ProblemType;
import dev.churn.http.problem.RepeatedWarnings;
import dev.churn.http.problem.SecurityHeaders;
import dev.churn.http.settings.Settings;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees every request before all routes. It refuses what a strange page or a strange name sends, and
 * gives every answer its security headers. When nearly all threads work, it refuses all but the
 * questions about health, which therefore are always answered.
 */
public final class FrontDoor extends Handler.Wrapper {
  private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);
  private static final String HEALTH = "/health/";

  /** Threads that work for nothing but refusals and health. */
  private static final int RESERVED_THREADS = 16;

  private final CallerRules rules;
  private final RepeatedWarnings warnings = new RepeatedWarnings();

  public FrontDoor(Settings settings) {
    rules = new CallerRules(settings);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    SecurityHeaders.put(response.getHeaders());
    boolean isHealth = Request.getPathInContext(request).startsWith(HEALTH);
    Optional<Refusal> refusal = isHealth ? Optional.empty() : refusal(request);
    boolean hasBody = hasBody(request.getHeaders());
    Response answer = hasBody ? new AnswerBeforeBody(request, response) : response;
    Callback end = hasBody ? new RestOfBody(request, callback) : callback;
    if (refusal.isEmpty()) {
      HangUp.offer(request);
      Request whole = hasBody ? RestOfBody.watched(request) : request;
      Request shown = rules.isOfOwnPage(request) ? new SamePage(whole) : whole;
      return super.handle(shown, answer, end);
    }
    ProblemType type = refusal.get().type();
    warnings.warn(
        type.name(),
        count ->
            LOG.atWarn().addKeyValue("count", count).log("refused: {}", refusal.get().detail()));
    ContainerProblems.answer(request, answer, type, refusal.get().detail(), end);
    return true;
  }

  private Optional<Refusal> refusal(Request request) {
    Optional<Refusal> refusal = rules.refusal(request);
    return refusal.isEmpty() && isBusy()
        ? Optional.of(
            new Refusal(ProblemType.UNAVAILABLE, "The server is handling too many requests now"))
        : refusal;
  }

  private boolean isBusy() {
    return getServer().getThreadPool() instanceof QueuedThreadPool pool
        && pool.getUtilizedThreads() > pool.getMaxThreads() - RESERVED_THREADS;
  }

  private static boolean hasBody(HttpFields headers) {
    return headers.getLongField(HttpHeader.CONTENT_LENGTH) > 0
        || headers.contains(HttpHeader.TRANSFER_ENCODING);
  }
}
