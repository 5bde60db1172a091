//! `resetd config`: looks at the settings.
