package dev.churn.domain.integrity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.StoredFile;
import dev.churn.domain.memory.InMemoryObjectStore;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.Fingerprint;
import dev.churn.domain.storage.ObjectKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CheckedObjectTest {
  private static final ObjectKey KEY =
      ObjectKey.raw(
          OrganizationId.parse("11111111-1111-4111-8111-111111111111"), UUID.randomUUID(), "csv");

  private final InMemoryObjectStore objects = new InMemoryObjectStore();

  /** A way of reading an object. */
  private interface Reading {
    void read(CheckedObject object) throws IOException;
  }

  private enum Way {
    WHOLE(object -> read(object, 1 << 13, Long.MAX_VALUE)),
    BYTE_BY_BYTE(object -> read(object, 1, Long.MAX_VALUE)),
    ONLY_THE_HEAD(object -> read(object, 10, 1)),
    ALL_BUT_THE_LAST_BYTE(object -> read(object, 1, object.size() - 1)),
    SKIPPING(
        object -> {
          try (InputStream in = object.open()) {
            in.skipNBytes(100);
            in.skip(Long.MAX_VALUE);
          }
        });

    @SuppressWarnings("ImmutableEnumChecker") // lambdas without a state
    private final Reading reading;

    Way(Reading reading) {
      this.reading = reading;
    }

    private static void read(CheckedObject object, int step, long most) throws IOException {
      byte[] buffer = new byte[step];
      try (InputStream in = object.open()) {
        long left = most;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          left -= n;
          if (left <= 0) {
            return;
          }
        }
      }
    }
  }

  private static Consumer<Throwable> hasCode(ErrorCode code) {
    return thrown -> assertThat(((ChurnException) thrown).code()).isEqualTo(code);
  }

  /** {@return a file of some pages} */
  private static byte[] file() {
    var text = new StringBuilder("customer_id,event_date,amount\n");
    var random = new Random(1);
    while (text.length() < 20_000) {
      text.append("C-").append(random.nextInt(99)).append(",2024-01-31,").append("17.5\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private CheckedObject stored(byte[] recorded, byte[] found) {
    Fingerprint print = Fingerprint.of(Content.of(recorded));
    objects.put(KEY, Content.of(found), "text/csv");
    return CheckedObject.of(objects, new StoredFile(KEY, "a.csv", print.size(), print.sha256()));
  }

  @ParameterizedTest
  @EnumSource
  void the_bytes_that_were_stored_are_read_in_every_way(Way way) throws IOException {
    CheckedObject object = stored(file(), file());
    way.reading.read(object);

    assertThat(object.bytes()).isEqualTo(file());
    var out = new ByteArrayOutputStream();
    object.writeTo(out);
    assertThat(out.toByteArray()).isEqualTo(file());
    assertThat(stored(new byte[0], new byte[0]).bytes()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void no_way_of_reading_leaves_a_damage_unseen(Way way) {
    for (Damage damage : Damage.values()) {
      CheckedObject object = stored(file(), damage.to(file()));
      assertThatThrownBy(() -> way.reading.read(object))
          .as("%s, %s", damage, way)
          .isInstanceOf(ChurnException.class)
          .satisfies(hasCode(ErrorCode.UNAVAILABLE))
          .hasMessageContaining("the stored file was changed or damaged; upload it again");
    }
  }

  @ParameterizedTest
  @EnumSource
  void nobody_receives_all_bytes_of_a_wrong_content(Damage damage) {
    CheckedObject object = stored(file(), damage.to(file()));
    var out = new ByteArrayOutputStream();

    assertThatThrownBy(() -> object.writeTo(out)).isInstanceOf(ChurnException.class);
    assertThat(out.size()).isLessThan(file().length);
    assertThatThrownBy(object::bytes).satisfies(hasCode(ErrorCode.CORRUPT));
  }

  @Test
  void the_error_says_what_was_expected_and_what_was_found() {
    byte[] abc = "abc".getBytes(StandardCharsets.UTF_8);
    CheckedObject object = stored(abc, "ab".getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(object::bytes)
        .hasMessage(
            KEY
                + ": expected 3 bytes with SHA-256"
                + " ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad, found 2 bytes"
                + " with SHA-256"
                + " fb8e20fc2e4c3f248c60c39bd652f3c1347298bb977b8b4d5903b85055620603: the stored"
                + " file was changed or damaged; upload it again");
    stored(abc, "abcd".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(object::bytes).hasMessageContaining("found more bytes: the stored file");
  }

  @Test
  void bytes_that_a_transfer_damaged_are_read_again() throws IOException {
    byte[] file = file();
    Fingerprint print = Fingerprint.of(Content.of(file));
    Iterator<byte[]> answers = List.of(Damage.ONE_FLIPPED_DIGIT.to(file), file).iterator();
    ObjectStore damagedOnce =
        (ObjectStore)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ObjectStore.class},
                (proxy, method, arguments) -> new ByteArrayInputStream(answers.next()));
    var object =
        new CheckedObject(damagedOnce, KEY, OptionalLong.empty(), Optional.of(print.sha256()));

    assertThat(object.bytes()).isEqualTo(file);
  }

  @Test
  void an_object_without_a_recorded_digest_is_compared_by_its_length_alone() throws IOException {
    objects.put(KEY, Content.of(new byte[] {1, 2, 3}), "text/csv");
    var known = new CheckedObject(objects, KEY, OptionalLong.of(3), Optional.empty());
    var unknown = new CheckedObject(objects, KEY, OptionalLong.empty(), Optional.empty());
    assertThat(known.bytes()).hasSize(3);

    objects.put(KEY, Content.of(new byte[] {1, 2}), "text/csv");
    assertThat(unknown.bytes()).hasSize(2);
    assertThat(unknown.size()).isEqualTo(2);
    assertThatThrownBy(known::bytes).hasMessageContaining("expected 3 bytes, found 2 bytes");
  }

  @Test
  void a_reader_that_failed_is_told_that_the_bytes_are_wrong_when_it_closes() throws IOException {
    InputStream in = stored(file(), Damage.ONE_FLIPPED_DIGIT.to(file())).open();
    assertThat(in.read()).isEqualTo('c');

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(in::close).hasMessageContaining("changed or damaged");
    }
    var ofReader = new IllegalStateException("the reader's");
    var thrown =
        catchThrowableOfType(
            IllegalStateException.class,
            () -> {
              try (InputStream other = stored(file(), Damage.HALF_CUT.to(file())).open()) {
                assertThat(other.read()).isEqualTo('c');
                throw ofReader;
              }
            });
    assertThat(thrown).isSameAs(ofReader);
    assertThat(thrown.getSuppressed()[0]).hasMessageContaining("changed or damaged");
  }
}
