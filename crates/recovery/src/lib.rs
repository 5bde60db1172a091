//! The ground floor: the words of the house, its rules, the desk where every request is served, and the
//! ports behind which everything else lives. No runtime, no database, no HTTP and no mail below this line.

pub mod address;
pub mod api_keys;
pub mod back_end;
pub mod budget;
pub mod challenge;
pub mod clients;
pub mod code;
pub mod desk;
pub mod disowning;
pub mod flow;
mod flow_port;
mod flow_rules;
pub mod keys;
pub mod known;
pub mod ledger;
pub mod ledger_book;
pub mod letter;
pub mod limits;
pub mod moment;
pub mod odds;
pub mod once;
pub mod outcome;
pub mod owner;
pub mod password;
pub mod ports;
pub mod profile;
pub mod puzzle;
pub mod rules;
pub mod screen;
mod sealed;
pub mod secret;
pub mod sign_in;
pub mod strength;
pub mod subject;
pub mod watch;
mod weighings;
