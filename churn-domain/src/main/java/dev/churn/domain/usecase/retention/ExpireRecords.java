package dev.churn.domain.usecase.retention;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.PredictionBatch.Completed;
import dev.churn.domain.batch.PredictionBatch.Failed;
import dev.churn.domain.job.Interrupts;
import dev.churn.domain.limit.RetentionPeriods;
import dev.churn.domain.monitoring.PredictedDay;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.port.AuditLog;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.PredictionBatches;
import dev.churn.domain.port.PredictionLog;
import dev.churn.domain.port.PredictionOutcomes;
import dev.churn.domain.usecase.dataset.Targets;
import dev.churn.domain.usecase.scoring.DeleteBatch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;

/**
 * Deletes predictions, batches, outcomes and entries of the audit log that are older than a program
 * keeps them, in pieces, each in a transaction of its own. It can be repeated and cut off anywhere.
 * Several servers may do so at the same time and share the work.
 *
 * <p>Whole months of as-of dates are deleted, and only those whose predictions monitoring has
 * judged: two horizons, at least the days that monitoring looks back in a file, and a month are
 * always kept. Predictions and batches for old dates are kept as long after they were made. The
 * latest completed batch and the one before, with which it is compared, are kept however old they
 * are. Safe for use by several threads.
 */
public final class ExpireRecords {
  /** How many rows are deleted in one transaction. */
  static final int PIECE = 10_000;

  /** How many batches of an organization are deleted in one call. */
  static final int MOST_BATCHES = 100;

  private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);
  private static final int MONTH = 31;
  private static final System.Logger LOG = System.getLogger(ExpireRecords.class.getName());

  private final Organizations organizations;
  private final PredictionLog log;
  private final PredictionBatches batches;
  private final PredictionOutcomes outcomes;
  private final AuditLog audit;
  private final DeleteBatch deletedBatches;
  private final InstantSource clock;
  private final AtomicReference<Expired> total = new AtomicReference<>(Expired.NOTHING);

  public ExpireRecords(
      Organizations organizations,
      PredictionLog log,
      PredictionBatches batches,
      PredictionOutcomes outcomes,
      AuditLog audit,
      DeleteBatch deletedBatches,
      InstantSource clock) {
    this.organizations = organizations;
    this.log = log;
    this.batches = batches;
    this.outcomes = outcomes;
    this.audit = audit;
    this.deletedBatches = deletedBatches;
    this.clock = clock;
  }

  /**
   * What was deleted.
   *
   * @param predictions the number of single predictions
   * @param outcomes the number of outcomes of customers
   * @param audit the number of entries of the audit log
   */
  public record Expired(long predictions, long batches, long outcomes, long audit) {
    static final Expired NOTHING = new Expired(0, 0, 0, 0);

    private Expired plus(Expired more) {
      return new Expired(
          predictions + more.predictions,
          batches + more.batches,
          outcomes + more.outcomes,
          audit + more.audit);
    }
  }

  /** {@return what this server has deleted since its start} */
  public Expired total() {
    return total.get();
  }

  /**
   * Deletes what is older than the periods.
   *
   * @throws ChurnException with {@link ErrorCode#UNAVAILABLE} if the database does not answer; what
   *     was deleted by then stays deleted
   */
  public Expired expire(RetentionPeriods periods) {
    Expired all = Expired.NOTHING;
    boolean hasData =
        periods.predictions().isPresent()
            || periods.batches().isPresent()
            || periods.outcomes().isPresent();
    if (hasData) {
      for (Organization organization : Page.all(organizations::list)) {
        for (Organization each : Targets.with(organizations, organization)) {
          all = all.plus(expireAll(each, periods));
        }
      }
    }
    if (periods.audit().isPresent()) {
      Instant before = startOf(today().minusDays(periods.audit().get().toDays()));
      all = all.plus(count(new Expired(0, 0, 0, inPieces(() -> audit.drop(before, PIECE)))));
    }
    if (!all.equals(Expired.NOTHING)) {
      LOG.log(System.Logger.Level.INFO, "Deleted by age: {0}", all);
    }
    return all;
  }

  private Expired count(Expired deleted) {
    total.updateAndGet(known -> known.plus(deleted));
    return deleted;
  }

  private LocalDate today() {
    return clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
  }

  /** Deletes what an organization has; its fault does not keep the others from theirs. */
  private Expired expireAll(Organization organization, RetentionPeriods periods) {
    try {
      return expire(organization, periods);
    } catch (ChurnException e) {
      if (e.code() == ErrorCode.UNAVAILABLE) {
        throw e;
      }
      LOG.log(
          System.Logger.Level.WARNING,
          "Organization {0}: not all expired records could be deleted: {1}",
          organization.id(),
          e.getMessage());
      return Expired.NOTHING; // what was deleted is counted already
    }
  }

  private Expired expire(Organization organization, RetentionPeriods periods) {
    OrganizationId id = organization.id();
    int horizon = organization.settings().churnThresholdDays();
    int needed = Math.max(2 * horizon, PredictedDay.MAX_AGE_DAYS) + MONTH;
    long deletedBatchCount =
        periods.batches().map(kept -> expireBatches(id, before(kept, needed))).orElse(0L);
    Expired expired = count(new Expired(0, deletedBatchCount, 0, 0));
    if (periods.predictions().isPresent()) {
      LocalDate before = before(periods.predictions().get(), needed);
      expired =
          expired.plus(count(new Expired(inPieces(() -> log.drop(id, before, PIECE)), 0, 0, 0)));
    }
    if (periods.outcomes().isPresent()) {
      LocalDate before = before(periods.outcomes().get(), needed);
      expired =
          expired.plus(
              count(new Expired(0, 0, inPieces(() -> outcomes.drop(id, before, PIECE)), 0)));
    }
    return expired;
  }

  /** {@return the first as-of date that is kept, which begins a month} */
  private LocalDate before(Duration kept, int neededDays) {
    LocalDate first = today().minusDays(kept.toDays());
    LocalDate needed = today().minusDays(neededDays);
    return (first.isBefore(needed) ? first : needed).withDayOfMonth(1);
  }

  private static long inPieces(IntSupplier piece) {
    long deleted = 0;
    int last;
    do {
      Interrupts.check("Deleting what is older than it is kept");
      last = piece.getAsInt();
      deleted += last;
    } while (last == PIECE);
    return deleted;
  }

  private long expireBatches(OrganizationId organization, LocalDate before) {
    Set<BatchId> kept = new HashSet<>();
    Optional<PredictionBatch> latest = batches.findCompleted(organization, LAST_DAY);
    latest.map(PredictionBatch::id).ifPresent(kept::add);
    latest
        .flatMap(batch -> batches.findBefore(organization, batch.id()))
        .map(PredictionBatch::id)
        .ifPresent(kept::add);
    List<PredictionBatch> old =
        Page.all(page -> batches.list(organization, page)).stream()
            .filter(batch -> batch.asOf().isBefore(before) && hasEnded(batch))
            .filter(batch -> batch.createdAt().isBefore(startOf(before)))
            .filter(batch -> !kept.contains(batch.id()))
            .limit(MOST_BATCHES)
            .toList();
    for (PredictionBatch batch : old) {
      Interrupts.check("Deleting what is older than it is kept");
      deletedBatches.delete(organization, batch.id());
    }
    return old.size();
  }

  private static Instant startOf(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static boolean hasEnded(PredictionBatch batch) {
    return batch.state() instanceof Completed || batch.state() instanceof Failed;
  }
}
