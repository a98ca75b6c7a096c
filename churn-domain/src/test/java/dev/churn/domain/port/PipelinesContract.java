package dev.churn.domain.port;

import static dev.churn.domain.memory.Samples.MONDAY;
import static dev.churn.domain.memory.Samples.organization;
import static dev.churn.domain.memory.Samples.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.job.JobId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.pipeline.Pipeline;
import dev.churn.domain.pipeline.PipelineStep;
import dev.churn.domain.pipeline.PipelineStep.Kind;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Pipelines} keeps. */
public abstract class PipelinesContract {
  private final JobId features = new JobId(UUID.randomUUID());
  private final JobId training = new JobId(UUID.randomUUID());
  private OrganizationId acme;
  private OrganizationId other;
  private RawDataset raw;
  private Pipelines pipelines;

  /** {@return the ports of one database; every test adds organizations of its own} */
  protected abstract TestPorts ports();

  @BeforeEach
  void a_dataset_of_one_of_two_organizations() {
    pipelines = ports().pipelines();
    acme = added("Acme");
    other = added("Other");
    raw = raw(acme, MONDAY);
    ports().datasets().add(raw);
  }

  private OrganizationId added(String name) {
    var organization = organization(name, MONDAY);
    ports().organizations().add(organization);
    return organization.id();
  }

  private Pipeline begun(OrganizationId organization, DatasetId dataset) {
    return new Pipeline(
        organization,
        dataset,
        List.of(
            PipelineStep.waiting(Kind.FEATURES).queued(features, Optional.empty()),
            PipelineStep.waiting(Kind.TRAIN),
            PipelineStep.waiting(Kind.SCORE)));
  }

  @Test
  void a_pipeline_comes_back_as_it_was_put_last() {
    Pipeline begun = begun(acme, raw.id());
    pipelines.put(begun);
    assertThat(pipelines.find(acme, raw.id())).contains(begun);

    PipelineStep done =
        begun
            .step(Kind.FEATURES)
            .completed("The table is there", Optional.of(MONDAY), MONDAY.plusSeconds(60));
    PipelineStep failed =
        begun
            .step(Kind.TRAIN)
            .queued(training, Optional.of(UUID.randomUUID()))
            .failed("only one class", Optional.of(MONDAY.plusSeconds(61)), MONDAY.plusSeconds(62));
    PipelineStep skipped = begun.step(Kind.SCORE).skipped("train failed", MONDAY.plusSeconds(62));
    Pipeline ended = begun.with(done).with(failed).with(skipped);
    pipelines.put(ended);

    assertThat(pipelines.find(acme, raw.id())).contains(ended);
  }

  @Test
  void a_pipeline_is_found_by_the_job_of_any_of_its_steps() {
    Pipeline begun = begun(acme, raw.id());
    Pipeline training = begun.with(begun.step(Kind.TRAIN).queued(this.training, Optional.empty()));
    pipelines.put(training);

    assertThat(pipelines.findByJob(acme, features)).contains(training);
    assertThat(pipelines.findByJob(acme, this.training)).contains(training);
    assertThat(pipelines.findByJob(acme, new JobId(UUID.randomUUID()))).isEmpty();
  }

  @Test
  void another_organization_finds_and_adds_nothing() {
    pipelines.put(begun(acme, raw.id()));

    assertThat(pipelines.find(other, raw.id())).isEmpty();
    assertThat(pipelines.findByJob(other, features)).isEmpty();
    assertThatThrownBy(() -> pipelines.put(begun(other, raw.id())))
        .satisfies(Contracts.hasCode(ErrorCode.NOT_FOUND));
    assertThat(pipelines.find(acme, raw.id())).contains(begun(acme, raw.id()));
  }

  @Test
  void a_pipeline_goes_with_its_dataset() {
    pipelines.put(begun(acme, raw.id()));
    ports().datasets().delete(acme, raw.id());

    assertThat(pipelines.find(acme, raw.id())).isEmpty();
    assertThat(pipelines.findByJob(acme, features)).isEmpty();
    assertThatThrownBy(() -> pipelines.put(begun(acme, raw.id())))
        .satisfies(Contracts.hasCode(ErrorCode.NOT_FOUND));
  }

  @Test
  void a_stopped_step_needs_no_job() {
    Pipeline begun = begun(acme, raw.id());
    Pipeline stopped = begun.with(begun.step(Kind.TRAIN).stopped("Stopped: only 3 customers"));
    pipelines.put(stopped);

    assertThat(pipelines.find(acme, raw.id())).contains(stopped);
    assertThat(stopped.step(Kind.TRAIN).job()).isEmpty();
  }
}
