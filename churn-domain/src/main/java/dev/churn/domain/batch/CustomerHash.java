package dev.churn.domain.batch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Computes 64-bit hashes of customer ids: the first eight bytes of the MD5 of their UTF-8 bytes,
 * which databases can compute, too. That two customers of a batch of a million share one happens in
 * one of forty million batches. For one thread; hashes do not protect ids.
 */
public final class CustomerHash {
  private static final int MD5_BYTES = 16;

  private final MessageDigest md5;
  private final byte[] digest = new byte[MD5_BYTES];

  public CustomerHash() {
    try {
      md5 = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }

  /** {@return the hash of a customer id} */
  public long of(String customerId) {
    byte[] bytes = customerId.getBytes(StandardCharsets.UTF_8);
    return of(bytes, 0, bytes.length);
  }

  /** {@return the hash of a customer id in UTF-8} */
  public long of(byte[] utf8, int offset, int length) {
    md5.update(utf8, offset, length);
    try {
      md5.digest(digest, 0, MD5_BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException(e); // the buffer is long enough
    }
    return ByteBuffer.wrap(digest).getLong();
  }
}
