package dev.churn.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.job.Progress;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.port.FeatureTables.FeatureRequest;
import dev.churn.domain.storage.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work on a file of any size ends soon after its thread is interrupted. */
final class InterruptedTest {
  private static final LocalDate LAST_DAY = LocalDate.of(2024, 6, 30);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** A log that never ends. */
  private static final Content ENDLESS =
      new Content() {
        @Override
        public long size() {
          return Long.MAX_VALUE;
        }

        @Override
        public InputStream open() {
          return endless("customer_id,event_date,amount\n", "C-1,2024-06-30,5\nC-2,2024-01-01,7\n");
        }
      };

  private static InputStream endless(String header, String rows) {
    byte[] head = header.getBytes(StandardCharsets.US_ASCII);
    byte[] more = rows.repeat(10_000).getBytes(StandardCharsets.US_ASCII);
    return new InputStream() {
      private byte[] part = head;
      private int next;

      @Override
      public int read() {
        if (next == part.length) {
          part = more;
          next = 0;
        }
        return part[next++];
      }

      @Override
      public int read(byte[] buffer, int from, int length) {
        buffer[from] = (byte) read();
        int count = Math.min(length - 1, part.length - next);
        System.arraycopy(part, next, buffer, from + 1, count);
        next += count;
        return count + 1;
      }
    };
  }

  private interface Work {
    void run(CountDownLatch begun) throws IOException;
  }

  /** Interrupts the work once it has begun, and fails unless it then ends, by an exception. */
  private static void assertEnds(Work work) throws InterruptedException {
    var begun = new CountDownLatch(1);
    var thrown = new AtomicReference<Exception>();
    var thread =
        new Thread(
            () -> {
              try {
                work.run(begun);
              } catch (RuntimeException | IOException e) {
                thrown.set(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    assertThat(begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

    thread.interrupt();
    thread.join(PATIENCE.toMillis());

    assertThat(thread.isAlive()).as("still at work").isFalse();
    assertThat(thrown.get()).hasMessageContaining("nterrupted");
    assertThat(
            Thread.getAllStackTraces().keySet().stream()
                .filter(helper -> helper.getName().equals("churn-features"))
                .allMatch(InterruptedTest::endsToo))
        .as("its helpers end too")
        .isTrue();
  }

  private static boolean endsToo(Thread helper) {
    try {
      helper.join(PATIENCE.toMillis());
      return !helper.isAlive();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Progress telling(CountDownLatch begun) {
    return (fraction, message) -> begun.countDown();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void the_reading_of_a_log_ends(int threads) throws InterruptedException {
    assertEnds(
        begun ->
            new RfmFeatures(threads)
                .profile(ENDLESS, UploadOptions.defaults(), LAST_DAY, telling(begun)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void the_writing_of_a_table_ends(int threads) throws InterruptedException {
    var csv = new StringBuilder("customer_id,event_date\n");
    for (int i = 0; i < 200_000; i++) {
      csv.append("C-").append(i).append(",2024-0").append(1 + i % 6).append("-30\n");
    }
    csv.append("C-0,2024-06-30\n");
    String text = csv.toString().replace("2024-02-30", "2024-02-28");
    Content content = Content.of(text.getBytes(StandardCharsets.US_ASCII));
    var features = new RfmFeatures(threads);
    CsvProfile profile =
        features.profile(content, UploadOptions.defaults(), LAST_DAY, Progress.none()).profile();
    var request =
        new FeatureRequest(
            UploadOptions.defaults(), profile, LAST_DAY, LAST_DAY, OrganizationSettings.defaults());
    assertEnds(
        begun ->
            features.build(
                request,
                content,
                new OutputStream() {
                  private int writes;

                  @Override
                  public void write(int b) {
                    throw new AssertionError("one byte at a time");
                  }

                  @Override
                  public void write(byte[] bytes, int from, int count) {
                    // the interrupt comes during a write for which computed rows wait
                    if (++writes == 10) {
                      begun.countDown();
                    }
                    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
                    while (System.nanoTime() < until) {
                      Thread.onSpinWait();
                    }
                  }
                },
                Progress.none()));
  }

  @Test
  void the_reading_of_a_table_ends() throws InterruptedException {
    String header =
        "customer_id,as_of,recency_score,frequency_score,monetary_score,engagement_score,"
            + "tenure_days,activity_trend,avg_transaction_value,days_between_transactions,"
            + "churn_label\n";
    assertEnds(
        begun ->
            new RfmFeatures()
                .read(
                    endless(header, "C-1,2024-06-30,1,2,3,4,5,6,7,8,\n"),
                    (customer, asOf, features, churned) -> begun.countDown()));
  }
}
