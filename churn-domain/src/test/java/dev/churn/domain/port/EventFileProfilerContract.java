package dev.churn.domain.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.job.Progress;
import dev.churn.domain.storage.Content;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** What every {@link EventFileProfiler} keeps. */
public abstract class EventFileProfilerContract {
  private static final LocalDate FIRST = LocalDate.parse("2024-01-03");
  private static final LocalDate LAST = LocalDate.parse("2024-02-29");

  protected abstract EventFileProfiler profiler();

  /** {@return a file in which each day is the only event of a customer named by that day} */
  protected abstract Content file(LocalDate... days);

  private CsvProfile profile(Content file) {
    return profiler().profile(file, UploadOptions.defaults(), LAST, Progress.none()).profile();
  }

  @Test
  void a_profile_counts_the_rows_and_finds_the_first_and_the_last_day() {
    CsvProfile profile = profile(file(FIRST, FIRST.plusDays(1), LAST));

    assertThat(profile.rowCount()).isEqualTo(3);
    assertThat(profile.rejectedRowCount()).isZero();
    assertThat(profile.firstDay()).isEqualTo(FIRST);
    assertThat(profile.lastDay()).isEqualTo(LAST);
  }

  @Test
  void a_file_without_a_row_is_unusable() {
    assertThatThrownBy(() -> profile(file())).satisfies(Contracts.hasCode(ErrorCode.UNPROCESSABLE));
  }
}
