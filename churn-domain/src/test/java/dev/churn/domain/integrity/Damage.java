package dev.churn.domain.integrity;

import java.util.Arrays;

/** What may become of the bytes of a stored file. */
public enum Damage {
  ONE_FLIPPED_DIGIT {
    @Override
    public byte[] to(byte[] file) {
      byte[] other = file.clone();
      int middle = file.length / 2;
      for (int i = middle; i < file.length; i++) {
        if (file[i] >= '0' && file[i] <= '9') {
          other[i] ^= 1; // still a digit
          return other;
        }
      }
      other[middle] ^= 1;
      return other;
    }
  },
  ONE_BYTE_CUT {
    @Override
    public byte[] to(byte[] file) {
      return Arrays.copyOf(file, file.length - 1);
    }
  },
  HALF_CUT {
    @Override
    public byte[] to(byte[] file) {
      return Arrays.copyOf(file, file.length / 2);
    }
  },
  ONE_BYTE_ADDED {
    @Override
    public byte[] to(byte[] file) {
      byte[] longer = Arrays.copyOf(file, file.length + 1);
      longer[file.length] = '\n';
      return longer;
    }
  },
  ANOTHER_FILE {
    @Override
    public byte[] to(byte[] file) {
      byte[] other = file.clone();
      for (int i = 0; i < other.length; i++) {
        other[i] = other[i] == 'C' ? (byte) 'D' : other[i]; // other customers
      }
      return Arrays.equals(other, file) ? new byte[] {1, 2, 3} : other;
    }
  };

  /** {@return other bytes than those of the file} */
  public abstract byte[] to(byte[] file);
}
