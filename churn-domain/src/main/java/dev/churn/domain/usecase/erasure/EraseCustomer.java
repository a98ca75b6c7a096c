package dev.churn.domain.usecase.erasure;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.erasure.Erasure;
import dev.churn.domain.erasure.Erasure.Subject.Customer;
import dev.churn.domain.erasure.ErasureId;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.job.JobRequest;
import dev.churn.domain.job.Progress;
import dev.churn.domain.job.Workload;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.CustomerRecords;
import dev.churn.domain.port.Erasures;
import dev.churn.domain.port.JobQueue;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.Transactions;
import dev.churn.domain.usecase.dataset.Lookup;
import dev.churn.domain.usecase.dataset.Targets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Erases customers in the background: their rows in all stored files and tables, their predictions
 * and their outcomes. Models hold no customers. Every step can be repeated, and notes what it
 * removed in the transaction that removes it, so that an erasure goes on where it was cut off.
 *
 * <p>A job of the organization is followed by one of each of its targets; the last one ends the
 * erasure. Each waits for evaluations that were requested before, and no batch is scored meanwhile.
 * What is uploaded or predicted later is new data.
 */
public final class EraseCustomer implements JobHandler {
  private static final int MAX_ID = 256;

  private final Organizations organizations;
  private final Erasures erasures;
  private final CustomerRecords records;
  private final JobQueue jobs;
  private final Transactions transactions;
  private final StoredFiles files;
  private final InstantSource clock;

  /**
   * Creates the use case over its ports.
   *
   * @param files removes customers from stored files
   */
  public EraseCustomer(
      Organizations organizations,
      Erasures erasures,
      CustomerRecords records,
      JobQueue jobs,
      Transactions transactions,
      StoredFiles files,
      InstantSource clock) {
    this.organizations = organizations;
    this.erasures = erasures;
    this.records = records;
    this.jobs = jobs;
    this.transactions = transactions;
    this.files = files;
    this.clock = clock;
  }

  /** An erasure that has been requested, and its job. */
  public record Started(Erasure erasure, Job job) {}

  /**
   * Requests the erasure of a customer, whether or not anything is stored about them.
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization does not exist,
   *     {@link ErrorCode#INVALID_INPUT} if the id is none that a customer can have
   */
  public Started start(OrganizationId organization, String customerId) {
    if (customerId.isBlank() || customerId.length() > MAX_ID) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT,
          "customer_id: expected 1 to %d characters, found %d"
              .formatted(MAX_ID, customerId.length()));
    }
    Lookup.customer(customerId);
    return transactions.call(
        () -> {
          organizations.lock(organization);
          var erasure =
              new Erasure(
                  new ErasureId(UUID.randomUUID()),
                  organization,
                  new Customer(erasures.key(organization).hash(customerId)),
                  clock.instant(),
                  Optional.empty(),
                  Optional.empty(),
                  List.of());
          erasures.add(erasure, customerId);
          Workload workload =
              jobs.findUnfinished(organization, JobKind.JUDGE_PREDICTIONS)
                  .map(judging -> Workload.usual().after(judging.id()))
                  .orElse(Workload.usual());
          Job job = jobs.submit(requestFor(organization, erasure.id()), workload);
          Job before = job;
          for (Organization target : organizations.targets(organization)) {
            // one after another, so that the last one knows that it is
            before =
                jobs.submit(
                    requestFor(target.id(), erasure.id()), Workload.usual().after(before.id()));
          }
          return new Started(erasure, job);
        });
  }

  @Override
  public void run(Job job, Progress progress) {
    OrganizationId organization = job.request().organizationId();
    Organization owner = ownerOf(job);
    ErasureId id = idOf(job);
    Optional<String> found = erasures.customer(owner.id(), id);
    if (found.isEmpty()) {
      return; // an earlier attempt was cut off after its last step, or the erasure was given up
    }
    if (organization.isTarget()) {
      requireNoEvaluation(organization);
    }
    String customer = found.get();
    // files come first, so that nothing that is computed from them has the customer any more
    files.erase(organization, id, customer, progress.part(0, 0.7));
    progress.report(0.7, "Removing predictions");
    removeRows(organization, id, customer);
    if (isLast(owner, organization, id)) {
      erasures.end(id, clock.instant(), Optional.empty());
    }
  }

  private static JobRequest requestFor(OrganizationId organization, ErasureId id) {
    return new JobRequest(JobKind.ERASE_CUSTOMER, organization, id.value());
  }

  private Organization ownerOf(Job job) {
    Organization own = Lookup.organization(organizations, job.request().organizationId());
    return own.parent().isEmpty()
        ? own
        : Lookup.organization(organizations, own.parent().orElseThrow());
  }

  /** Waits, as a job may be told to start after one other job only. */
  private void requireNoEvaluation(OrganizationId target) {
    if (jobs.findUnfinished(target, JobKind.JUDGE_PREDICTIONS).isPresent()) {
      throw new ChurnException(
          ErrorCode.UNAVAILABLE, "An evaluation of the target runs; the erasure waits for it");
    }
  }

  private boolean isLast(Organization owner, OrganizationId own, ErasureId id) {
    return Targets.with(organizations, owner).stream()
        .map(Organization::id)
        .filter(other -> !other.equals(own))
        .allMatch(other -> jobs.findUnfinished(requestFor(other, id)).isEmpty());
  }

  private void removeRows(OrganizationId organization, ErasureId id, String customer) {
    files.eraseBatches(organization, id, customer);
    transactions.run(
        () ->
            erasures.note(
                id, "logged_predictions", "log", records.removeLogged(organization, customer)));
    transactions.run(
        () ->
            erasures.note(
                id, "outcomes", "monitoring", records.removeOutcomes(organization, customer)));
  }

  private static ErasureId idOf(Job job) {
    return new ErasureId(job.request().subject());
  }

  @Override
  public void failed(Job job, String reason) {
    erasures.end(idOf(job), clock.instant(), Optional.of(reason));
  }

  @Override
  public boolean isDone(Job job) {
    return erasures.customer(ownerOf(job).id(), idOf(job)).isEmpty();
  }
}
