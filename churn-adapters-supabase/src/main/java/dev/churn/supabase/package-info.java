/**
 * Stores objects in Supabase Storage. {@link dev.churn.supabase.SupabaseObjectStore}, created from
 * {@link dev.churn.supabase.SupabaseSettings}, is the entry point. Small objects are uploaded in
 * one request, large ones resumably in chunks, and downloads resume after an interruption, so that
 * memory never holds a whole object. The rest follows the observed behavior of the real server: its
 * status is in the response body and refused uploads may stall, so every request has time limits,
 * retries and a check of the stored object.
 */
package dev.churn.supabase;
