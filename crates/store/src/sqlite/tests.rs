//! Promises that only a store on disk can break.
