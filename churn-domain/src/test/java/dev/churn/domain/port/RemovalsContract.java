package dev.churn.domain.port;

import static dev.churn.domain.memory.Samples.MONDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.model.ModelId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.Removals.Claimed;
import dev.churn.domain.removal.Removal;
import dev.churn.domain.removal.Removal.ModelFile;
import dev.churn.domain.removal.Removal.StoredObject;
import dev.churn.domain.removal.Removal.WholeOrganization;
import dev.churn.domain.storage.ObjectKey;
import java.time.Instant;
import java.util.List;
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
}
