package dev.churn.domain.usecase.quota;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.limit.Quotas;
import dev.churn.domain.limit.Usage;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.Usages;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Refuses what would go beyond a quota. A check reserves nothing: of requests that come at the same
 * moment, each may pass, so that an organization may have a little more than its quota.
 */
public final class CheckQuotas {
  private final Quotas quotas;
  private final Optional<Usages> usages;

  /**
   * @param usages empty means that nothing is ever refused
   */
  public CheckQuotas(Quotas quotas, Optional<Usages> usages) {
    this.quotas = requireNonNull(quotas, "quotas");
    this.usages = requireNonNull(usages, "usages");
  }

  /**
   * Requires room for one more organization.
   *
   * @throws ChurnException with {@link ErrorCode#QUOTA_EXCEEDED} if there is none
   */
  public void requireOrganization() {
    usages.ifPresent(
        known ->
            requireCount(
                "organizations",
                known.organizations(),
                quotas.organizations(),
                "MAX_ORGANIZATIONS"));
  }

  /**
   * Requires room for one more uploaded file of an organization.
   *
   * @param bytes its size, or 0 if that is not known
   * @return throws the same if a size in bytes, told while the file comes in, is too much
   * @throws ChurnException with {@link ErrorCode#QUOTA_EXCEEDED} if there is none
   */
  public LongConsumer requireUpload(OrganizationId organization, long bytes) {
    Optional<Usage> usage = usages.map(known -> known.of(organization));
    usage.ifPresent(
        known -> requireCount("datasets", known.datasets(), quotas.datasets(), "MAX_DATASETS"));
    return room(usage, bytes);
  }

  /**
   * Requires room for one more batch of an organization.
   *
   * @param bytes the size of the file that comes with it, or 0 if there is none or it is not known
   * @return throws the same if a size in bytes, told while the file comes in, is too much
   * @throws ChurnException with {@link ErrorCode#QUOTA_EXCEEDED} if there is none
   */
  public LongConsumer requireBatch(OrganizationId organization, long bytes) {
    Optional<Usage> usage = usages.map(known -> known.of(organization));
    usage.ifPresent(
        known -> requireCount("batches", known.batches(), quotas.batches(), "MAX_BATCHES"));
    return room(usage, bytes);
  }

  private LongConsumer room(Optional<Usage> usage, long bytes) {
    LongConsumer room = size -> usage.ifPresent(known -> requireBytes(known, size));
    room.accept(bytes);
    return room;
  }

  /**
   * Requires room for a file of an organization.
   *
   * @param bytes its size
   * @throws ChurnException with {@link ErrorCode#QUOTA_EXCEEDED} if there is none
   */
  public void requireFile(OrganizationId organization, long bytes) {
    usages.ifPresent(known -> requireBytes(known.of(organization), bytes));
  }

  /**
   * Requires that an organization may start one more job. Jobs that follow others by themselves are
   * not asked about.
   *
   * @throws ChurnException with {@link ErrorCode#TOO_MANY} if too many have not ended
   */
  public void requireJob(OrganizationId organization) {
    requireJobs(organization, 1);
  }

  /** Like {@link #requireJob}, of a number of jobs that start together; 0 asks nothing. */
  public void requireJobs(OrganizationId organization, int started) {
    if (started == 0) {
      return;
    }
    usages.ifPresent(
        known -> {
          long unfinished = known.of(organization).unfinishedJobs();
          if (unfinished > quotas.unfinishedJobs() - started) {
            throw new ChurnException(
                ErrorCode.TOO_MANY,
                ("Unfinished jobs of the organization: expected fewer than %d"
                        + " (MAX_UNFINISHED_JOBS), found %d%s; wait until some have ended, or"
                        + " cancel them")
                    .formatted(
                        quotas.unfinishedJobs(),
                        unfinished,
                        started == 1 ? "" : " and %d to be started".formatted(started)));
          }
        });
  }

  private static void requireCount(String what, long found, long most, String setting) {
    if (found >= most) {
      throw new ChurnException(
          ErrorCode.QUOTA_EXCEEDED,
          "Number of %s: expected fewer than %d (%s), found %d; delete some, or have the limit raised"
              .formatted(what, most, setting, found));
    }
  }

  private void requireBytes(Usage usage, long bytes) {
    if (usage.storedBytes() > quotas.storedBytes() - bytes) {
      throw new ChurnException(
          ErrorCode.QUOTA_EXCEEDED,
          ("Stored bytes of the organization: expected %d at most (MAX_STORED_BYTES), found %d and"
                  + " %d more to be stored; delete datasets or batches, or have the limit raised")
              .formatted(quotas.storedBytes(), usage.storedBytes(), bytes));
    }
  }
}
