package dev.churn.supabase;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.churn.domain.storage.Content;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/**
 * The store works in the calling thread, so what that thread allocates is what it holds at most.
 */
final class StreamingTest extends WithServer {
  private static final int SIZE = 64 << 20;
  private static final long FRACTION = SIZE / 8;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void an_object_of_64_mebibytes_is_never_in_memory_as_a_whole() throws IOException {
    SupabaseObjectStore store = store();
    store.prepare();

    long before = threads.getCurrentThreadAllocatedBytes();
    store.put(key, generated(), "application/octet-stream");
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(FRACTION);
    assertThat(store.size(key)).hasValue(SIZE);

    before = threads.getCurrentThreadAllocatedBytes();
    long read = 0;
    byte[] buffer = new byte[64 << 10];
    try (InputStream in = store.open(key)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        for (int i = 0; i < count; i++) {
          if (buffer[i] != at(read + i)) {
            throw new AssertionError("byte " + (read + i));
          }
        }
        read += count;
      }
    }
    assertThat(read).isEqualTo(SIZE);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(FRACTION);
  }

  private static byte at(long position) {
    return (byte) (position * 31 + (position >> 13));
  }

  private static Content generated() {
    return new Content() {
      @Override
      public long size() {
        return SIZE;
      }

      @Override
      public InputStream open() {
        return new InputStream() {
          private long position;

          @Override
          public int read() {
            return position == SIZE ? -1 : at(position++) & 0xff;
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            if (position == SIZE) {
              return -1;
            }
            int count = (int) Math.min(length, SIZE - position);
            for (int i = 0; i < count; i++) {
              buffer[offset + i] = at(position++);
            }
            return count;
          }
        };
      }
    };
  }
}
