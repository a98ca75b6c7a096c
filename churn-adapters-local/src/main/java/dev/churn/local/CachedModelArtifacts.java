package dev.churn.local;

import dev.churn.domain.ChurnException;
import dev.churn.domain.limit.DiskSpace;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.ModelArtifacts;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Caches model files in {@code <folder>/<organization>/<model>.model}. A cached copy is used only
 * if its SHA-256 is the expected one; otherwise it is deleted and fetched again. A failure to cache
 * a copy is not an error.
 */
public final class CachedModelArtifacts implements ModelArtifacts {
  private final Path folder;
  private final ModelArtifacts delegate;
  private final AtomicFiles files;

  /**
   * @param folder created if missing; may be shared with other processes
   * @param delegate the store of the model files
   */
  public CachedModelArtifacts(Path folder, ModelArtifacts delegate) {
    this(folder, delegate, DiskSpace.unwatched());
  }

  /**
   * Creates a cache that keeps part of its disk free: without room, it caches nothing.
   *
   * @param disk the watch over the disk of the folder
   */
  public CachedModelArtifacts(Path folder, ModelArtifacts delegate, DiskSpace disk) {
    this.folder = folder.toAbsolutePath().normalize();
    this.delegate = delegate;
    this.files = new AtomicFiles(this.folder.resolve(".tmp"), disk);
  }

  @Override
  public String save(OrganizationId organization, ModelId id, byte[] file) {
    String sha256 = delegate.save(organization, id, file);
    keep(cached(organization, id), file);
    return sha256;
  }

  @Override
  public byte[] load(OrganizationId organization, ModelId id, String sha256) {
    Path copy = cached(organization, id);
    Optional<byte[]> kept = read(copy, sha256);
    if (kept.isPresent()) {
      return kept.get();
    }
    byte[] file = delegate.load(organization, id, sha256);
    keep(copy, file);
    return file;
  }

  @Override
  public void delete(OrganizationId organization, ModelId id) {
    delegate.delete(organization, id);
    discard(cached(organization, id));
  }

  private Path cached(OrganizationId organization, ModelId id) {
    return folder.resolve(organization.toString()).resolve(id + ".model");
  }

  private static Optional<byte[]> read(Path copy, String sha256) {
    try {
      if (Files.isRegularFile(copy)) {
        byte[] file = Files.readAllBytes(copy);
        if (Digests.sha256(Content.of(file)).equals(sha256)) {
          return Optional.of(file);
        }
        Files.deleteIfExists(copy);
      }
    } catch (IOException e) {
      return Optional.empty(); // an unreadable copy counts as missing
    }
    return Optional.empty();
  }

  private void keep(Path copy, byte[] file) {
    try {
      files.removeLeftovers();
      files.write(copy, Content.of(file));
    } catch (IOException | ChurnException e) { // which is that the disk is full
      discard(copy);
    }
  }

  private static void discard(Path copy) {
    try {
      Files.deleteIfExists(copy);
    } catch (IOException e) {
      // An older copy may remain; its SHA-256 will not match when it is next needed.
      return;
    }
  }
}
