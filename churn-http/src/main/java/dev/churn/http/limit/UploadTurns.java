package dev.churn.http.limit;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.organization.OrganizationId;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Limits how many uploads the server receives at the same time, in all and of one organization. It
 * is asked before a body is read, so that a refusal costs nothing.
 */
public final class UploadTurns {
  private final int most;
  private final int mostOfOrganization;
  private final Map<OrganizationId, Integer> running = new HashMap<>();
  private int all;

  public UploadTurns(int most, int mostOfOrganization) {
    this.most = most;
    this.mostOfOrganization = mostOfOrganization;
  }

  /** Receives an upload. */
  @FunctionalInterface
  public interface Work {
    void run() throws IOException;
  }

  /**
   * Receives an upload if its turn has come.
   *
   * @throws ChurnException with {@link ErrorCode#TOO_MANY} if the organization, with {@link
   *     ErrorCode#UNAVAILABLE} if the server has as many uploads as it may have
   */
  public void run(OrganizationId organization, Work work) throws IOException {
    enter(organization);
    try {
      work.run();
    } finally {
      leave(organization);
    }
  }

  private synchronized void enter(OrganizationId organization) {
    int own = running.getOrDefault(organization, 0);
    if (own >= mostOfOrganization) {
      throw new ChurnException(
          ErrorCode.TOO_MANY,
          "Uploads of the organization at the same time: expected %d at most (MAX_ORGANIZATION_UPLOADS), found one more; wait until one has ended"
              .formatted(mostOfOrganization));
    }
    if (all >= most) {
      throw new ChurnException(
          ErrorCode.UNAVAILABLE,
          "Uploads at the same time: expected %d at most (MAX_CONCURRENT_UPLOADS), found one more; try again soon"
              .formatted(most));
    }
    running.put(organization, own + 1);
    all++;
  }

  private synchronized void leave(OrganizationId organization) {
    running.computeIfPresent(organization, (id, count) -> count == 1 ? null : count - 1);
    all--;
  }
}
