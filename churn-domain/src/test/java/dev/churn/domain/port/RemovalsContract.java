package dev.churn.domain.port;

import static dev.churn.domain.memory.Samples.MONDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.erasure.ErasureId;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.Removals.Behalf;
import dev.churn.domain.port.Removals.Claimed;
import dev.churn.domain.removal.Removal;
import dev.churn.domain.removal.Removal.ModelFile;
import dev.churn.domain.removal.Removal.StoredObject;
import dev.churn.domain.removal.Removal.WholeOrganization;
import dev.churn.domain.storage.ObjectKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link Removals} keeps. */
public abstract class RemovalsContract {
  private static final Instant LATER = MONDAY.plusSeconds(60);
  private static final Instant MUCH_LATER = MONDAY.plusSeconds(3600);

  private final OrganizationId acme = new OrganizationId(UUID.randomUUID());
  private final Removal file = new StoredObject(ObjectKey.raw(acme, UUID.randomUUID(), "csv.gz"));
  private final Removal table = new StoredObject(ObjectKey.features(acme, UUID.randomUUID()));
  private final Removal model = new ModelFile(acme, new ModelId(UUID.randomUUID()));
  private final Removal everything = new WholeOrganization(acme);

  /** {@return a store without any notes} */
  protected abstract Removals emptyRemovals();

  /** {@return the transactions of the store's database} */
  protected abstract Transactions transactions();

  @Test
  void every_kind_comes_back_as_it_was_noted() {
    Removals removals = emptyRemovals();
    removals.note(List.of(model), MONDAY.plusSeconds(2));
    removals.note(List.of(everything), MONDAY.plusSeconds(3));
    removals.note(List.of(file), MONDAY);
    removals.note(List.of(table), MONDAY.plusSeconds(1));

    assertThat(removals.count()).isEqualTo(4);
    for (Removal expected : List.of(file, table, model, everything)) {
      assertThat(removals.claim(LATER, MUCH_LATER)).contains(new Claimed(expected, 1));
    }
    assertThat(removals.claim(LATER, MUCH_LATER)).isEmpty();
  }

  @Test
  void nothing_is_claimed_before_its_time() {
    Removals removals = emptyRemovals();
    removals.note(List.of(file), LATER);

    assertThat(removals.claim(LATER.minusMillis(1), MUCH_LATER)).isEmpty();
    assertThat(removals.claim(LATER, MUCH_LATER)).isPresent();
  }

  @Test
  void what_is_claimed_and_forgotten_is_due_again_and_the_attempts_are_counted() {
    Removals removals = emptyRemovals();
    removals.note(List.of(file), MONDAY);
    assertThat(removals.claim(MONDAY, LATER)).contains(new Claimed(file, 1));
    assertThat(removals.claim(LATER.minusMillis(1), MUCH_LATER)).isEmpty();

    assertThat(removals.claim(LATER, MUCH_LATER)).contains(new Claimed(file, 2));
  }

  @Test
  void what_failed_is_due_when_it_was_postponed_to() {
    Removals removals = emptyRemovals();
    removals.note(List.of(file), MONDAY);
    removals.claim(MONDAY, MUCH_LATER);
    removals.postpone(file, LATER, "the storage is away \0");
    removals.postpone(table, LATER, "never noted");

    assertThat(removals.claim(LATER.minusMillis(1), MUCH_LATER)).isEmpty();
    assertThat(removals.claim(LATER, MUCH_LATER)).contains(new Claimed(file, 2));
    assertThat(removals.count()).isEqualTo(1);
  }

  @Test
  void what_is_done_is_gone() {
    Removals removals = emptyRemovals();
    removals.note(List.of(file, table), MONDAY);
    removals.done(file);
    removals.done(file);

    assertThat(removals.claim(MONDAY, LATER).map(Claimed::removal)).contains(table);
    removals.done(table);
    assertThat(removals.count()).isZero();
  }

  @Test
  void a_second_note_of_the_same_changes_nothing() {
    Removals removals = emptyRemovals();
    removals.note(List.of(file), LATER);
    removals.note(List.of(file, file, table), MONDAY);

    assertThat(removals.count()).isEqualTo(2);
    assertThat(removals.claim(MONDAY, LATER).map(Claimed::removal)).contains(table);
    assertThat(removals.claim(MONDAY, LATER)).isEmpty();
  }

  @Test
  void a_note_belongs_to_the_transaction_that_deletes_the_rows() {
    Removals removals = emptyRemovals();

    assertThatThrownBy(
            () ->
                transactions()
                    .run(
                        () -> {
                          removals.note(List.of(file), MONDAY);
                          throw new IllegalStateException("cut");
                        }))
        .hasMessage("cut");
    assertThat(removals.count()).isZero();
    transactions().run(() -> removals.note(List.of(file), MONDAY));
    assertThat(removals.count()).isEqualTo(1);
  }

  @Test
  void who_ends_a_note_first_learns_on_whose_behalf_it_was() {
    Removals removals = emptyRemovals();
    var erasure = new ErasureId(UUID.randomUUID());
    removals.note(List.of(model), MONDAY);
    removals.note(erasure, Map.of(file, 12L, everything, 0L), MONDAY);
    assertThat(removals.count()).isEqualTo(3);
    assertThat(removals.isDone(erasure)).isFalse();

    assertThat(removals.done(file)).contains(new Behalf(erasure, 12));
    assertThat(removals.done(file)).isEmpty();
    assertThat(removals.done(model)).isEmpty();
    assertThat(removals.isDone(erasure)).isFalse();
    assertThat(removals.count()).isEqualTo(1);
    assertThat(removals.claim(LATER, MUCH_LATER)).contains(new Claimed(everything, 1));
    assertThat(removals.done(everything)).contains(new Behalf(erasure, 0));
    assertThat(removals.isDone(erasure)).isTrue();
  }

  @Test
  void what_is_done_on_behalf_of_an_erasure_is_not_noted_again_until_it_is_forgotten() {
    Removals removals = emptyRemovals();
    var erasure = new ErasureId(UUID.randomUUID());
    removals.note(erasure, Map.of(file, 12L), MONDAY);
    removals.done(file);

    removals.note(erasure, Map.of(file, 12L, table, 1L), MONDAY);
    assertThat(removals.count()).isEqualTo(1);
    assertThat(removals.done(file)).isEmpty();
    removals.forget(erasure);
    assertThat(removals.count()).as("what is not done stays").isEqualTo(1);
    removals.note(erasure, Map.of(file, 12L), MONDAY);
    assertThat(removals.done(file)).contains(new Behalf(erasure, 12));
  }

  @Test
  void what_was_noted_before_belongs_to_the_first_erasure_that_names_it() {
    Removals removals = emptyRemovals();
    var first = new ErasureId(UUID.randomUUID());
    var second = new ErasureId(UUID.randomUUID());
    removals.note(List.of(file), MONDAY);
    removals.note(first, Map.of(file, 12L), MONDAY);
    removals.note(second, Map.of(file, 13L), MONDAY);

    assertThat(removals.isDone(second)).isTrue();
    assertThat(removals.done(file)).contains(new Behalf(first, 12));
  }
}
