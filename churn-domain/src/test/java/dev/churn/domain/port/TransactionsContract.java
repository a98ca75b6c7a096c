package dev.churn.domain.port;

import static dev.churn.domain.memory.Samples.MONDAY;
import static dev.churn.domain.memory.Samples.organization;
import static dev.churn.domain.memory.Samples.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.job.JobKind;
import dev.churn.domain.job.JobRequest;
import org.junit.jupiter.api.Test;

/** What every {@link Transactions} keeps. */
public abstract class TransactionsContract {
  protected abstract Transactions transactions();

  /** {@return the organizations of the same database} */
  protected abstract Organizations organizations();

  /** {@return the catalog of the same database} */
  protected abstract DatasetCatalog catalog();

  /** {@return the queue of the same database} */
  protected abstract JobQueue jobs();

  @Test
  void what_is_done_in_one_call_is_done_together() {
    var acme = organization("Acme", MONDAY);
    var dataset = raw(acme.id(), MONDAY);
    var job =
        transactions()
            .call(
                () -> {
                  organizations().add(acme);
                  catalog().add(dataset);
                  return jobs()
                      .submit(
                          new JobRequest(
                              JobKind.PROCESS_FEATURES, acme.id(), dataset.id().value()));
                });

    assertThat(organizations().find(acme.id())).contains(acme);
    assertThat(catalog().find(acme.id(), dataset.id())).contains(dataset);
    assertThat(jobs().find(acme.id(), job.id())).isPresent();
  }

  @Test
  void what_throws_leaves_nothing_of_rows_and_jobs() {
    var acme = organization("Acme", MONDAY);
    organizations().add(acme);
    var dataset = raw(acme.id(), MONDAY);
    var request = new JobRequest(JobKind.PROCESS_FEATURES, acme.id(), dataset.id().value());

    assertThatThrownBy(
            () ->
                transactions()
                    .run(
                        () -> {
                          catalog().add(dataset);
                          jobs().submit(request);
                          throw new IllegalStateException("cut");
                        }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("cut");
    assertThat(catalog().find(acme.id(), dataset.id())).isEmpty();
    assertThat(jobs().findUnfinished(request)).isEmpty();
  }

  @Test
  void a_call_within_another_joins_it() {
    var acme = organization("Acme", MONDAY);

    assertThatThrownBy(
            () ->
                transactions()
                    .run(
                        () -> {
                          transactions().run(() -> organizations().add(acme));
                          throw new IllegalStateException("cut");
                        }))
        .hasMessage("cut");
    assertThat(organizations().find(acme.id())).isEmpty();
  }
}
