/**
 * Keeps objects in Supabase Storage: {@link dev.churn.supabase.SupabaseObjectStore}, made from
 * {@link dev.churn.supabase.SupabaseSettings}, is the only door. Small objects go up in one
 * request, large ones resumably in chunks, and downloads resume where they were cut, so that no
 * object is ever held in memory as a whole. What the real server was seen to do decides the rest:
 * its status is read from the body, refused uploads may stall, and every request therefore has its
 * time limits, its retries and a second look at what is really there.
 */
package dev.churn.supabase;
