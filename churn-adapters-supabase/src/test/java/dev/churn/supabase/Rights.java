package dev.churn.supabase;

/** What row-level security grants the anon key: operations on objects, and two on buckets. */
enum Rights {
  INSERT,
  SELECT,
  UPDATE,
  DELETE,
  SEE_BUCKETS,
  CREATE_BUCKETS
}
