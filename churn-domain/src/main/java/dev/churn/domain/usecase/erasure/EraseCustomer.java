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
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Erases customers in the background: their rows in all stored files and tables, their predictions
 * and their outcomes. Models hold no customers. Every step can be repeated, and notes what it
 * removed in the transaction that removes it, so that an erasure goes on where it was cut off.
 *
 * <p>A job of the organization is followed by one of each of its targets, whether or not those
 * before have failed; the last one ends the erasure. Each waits for evaluations that were requested
 * before, and no batch is scored meanwhile. What is uploaded or predicted later is new data.
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
          return new Started(erasure, submit(organization, erasure.id()));
        });
  }

  /** Submits the job of an organization or target, which starts after an evaluation there. */
  private Job submit(OrganizationId organization, ErasureId id) {
    Workload workload =
        jobs.findUnfinished(organization, JobKind.JUDGE_PREDICTIONS)
            .map(judging -> Workload.usual().after(judging.id()))
            .orElse(Workload.usual());
    return jobs.submit(new JobRequest(JobKind.ERASE_CUSTOMER, organization, id.value()), workload);
  }

  @Override
  public void run(Job job, Progress progress) {
    OrganizationId organization = job.request().organizationId();
    ErasureId id = idOf(job);
    Optional<String> found = erasures.customer(ownerOf(job), id);
    if (found.isEmpty()) {
      return; // it has ended
    }
    String customer = found.get();
    // files come first, so that nothing that is computed from them has the customer any more
    files.erase(organization, id, customer, progress.part(0, 0.7));
    progress.report(0.7, "Removing predictions");
    removeRows(organization, id, customer);
    transactions.run(
        () -> {
          if (next(job).isEmpty()) {
            end(job);
          }
        });
  }

  private OrganizationId ownerOf(Job job) {
    return Lookup.organization(organizations, job.request().organizationId()).owner();
  }

  /** Submits the job of the next target, or ends the erasure after the last one. */
  private void proceed(Job job) {
    if (erasures.customer(ownerOf(job), idOf(job)).isPresent()) {
      next(job).ifPresentOrElse(target -> submit(target, idOf(job)), () -> end(job));
    }
  }

  /**
   * {@return the target after the one of a job} Targets are created under the lock of their
   * organization, so that those that were created meanwhile come last.
   */
  private Optional<OrganizationId> next(Job job) {
    OrganizationId own = job.request().organizationId();
    OrganizationId owner = ownerOf(job);
    organizations.lock(owner);
    List<OrganizationId> targets =
        organizations.targets(owner).stream().map(Organization::id).toList();
    return targets.stream().skip(own.equals(owner) ? 0 : targets.indexOf(own) + 1L).findFirst();
  }

  private void end(Job job) {
    erasures.end(idOf(job), clock.instant(), Optional.empty());
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
  public void completed(Job job) {
    proceed(job);
  }

  @Override
  public void failed(Job job, String reason) {
    erasures.noteFailure(idOf(job), reason);
    proceed(job);
  }

  /** Gives up the whole erasure, that of the targets after this one included. */
  @Override
  public void canceled(Job job, String reason) {
    erasures.end(idOf(job), clock.instant(), Optional.of(reason));
  }

  @Override
  public boolean isDone(Job job) {
    return erasures.customer(ownerOf(job), idOf(job)).isEmpty();
  }
}
