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
  /** {@return the ports of one database; every test adds organizations of its own} */
  protected abstract TestPorts ports();

  @Test
  void what_is_done_in_one_call_is_done_together() {
    var acme = organization("Acme", MONDAY);
    var dataset = raw(acme.id(), MONDAY);
    var job =
        ports()
            .transactions()
            .call(
                () -> {
                  ports().organizations().add(acme);
                  ports().datasets().add(dataset);
                  return ports()
                      .jobs()
                      .submit(
                          new JobRequest(
                              JobKind.PROCESS_FEATURES, acme.id(), dataset.id().value()));
                });

    assertThat(ports().organizations().find(acme.id())).contains(acme);
    assertThat(ports().datasets().find(acme.id(), dataset.id())).contains(dataset);
    assertThat(ports().jobs().find(acme.id(), job.id())).isPresent();
  }

  @Test
  void what_throws_leaves_nothing_of_rows_and_jobs() {
    var acme = organization("Acme", MONDAY);
    ports().organizations().add(acme);
    var dataset = raw(acme.id(), MONDAY);
    var request = new JobRequest(JobKind.PROCESS_FEATURES, acme.id(), dataset.id().value());

    assertThatThrownBy(
            () ->
                ports()
                    .transactions()
                    .run(
                        () -> {
                          ports().datasets().add(dataset);
                          ports().jobs().submit(request);
                          throw new IllegalStateException("cut");
                        }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("cut");
    assertThat(ports().datasets().find(acme.id(), dataset.id())).isEmpty();
    assertThat(ports().jobs().findUnfinished(request)).isEmpty();
  }

  @Test
  void a_call_within_another_joins_it() {
    var acme = organization("Acme", MONDAY);

    assertThatThrownBy(
            () ->
                ports()
                    .transactions()
                    .run(
                        () -> {
                          ports().transactions().run(() -> ports().organizations().add(acme));
                          throw new IllegalStateException("cut");
                        }))
        .hasMessage("cut");
    assertThat(ports().organizations().find(acme.id())).isEmpty();
  }
}
