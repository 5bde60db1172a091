//! What callers send: the parts that bodies, queries and paths are made of.

use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::{RequestBody, RequestBodyBuilder};
use utoipa::openapi::schema::{AdditionalProperties, Components, Object, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{Ref, RefOr, Required, Schema};

/// A field of a body: its key, what it holds, and whether it must be there.
pub(super) struct Field(pub(super) &'static str, pub(super) RefOr<Schema>, pub(super) bool);

/// A field that must be there, of a schema of [`add_to`].
pub(super) fn must(key: &'static str, name: &str) -> Field {
    Field(key, named(name), true)
}

/// A field that may be there.
pub(super) fn may(key: &'static str, name: &str) -> Field {
    Field(key, named(name), false)
}

/// A schema of the document, by its name.
pub(super) fn named(name: &str) -> RefOr<Schema> {
    Ref::from_schema_name(name).into()
}

pub(super) fn text() -> ObjectBuilder {
    Object::builder().schema_type(Type::String)
}

/// The schemas that [`must`] and [`may`] name.
pub(super) fn add_to(components: &mut Components) {
    let schemas = of_people()
        .into_iter()
        .chain(of_passwords())
        .chain(of_recoveries());
    for (name, schema) in schemas {
        components
            .schemas
            .insert(name.to_owned(), Schema::from(schema.build()).into());
    }
}

/// Who it is about.
fn of_people() -> [(&'static str, ObjectBuilder); 4] {
    [
        (
            "Email",
            text()
                .format(Some(SchemaFormat::Custom("idn-email".into())))
                .min_length(Some(1))
                .description(Some(
                    "One bare address. White space around it is dropped; display names, comments, lists, quoted local parts, \
                     address literals and domains of one label are refused. Letters go to the address that the account has.",
                ))
                .examples(["ann@example.com"]),
        ),
        (
            "Name",
            text()
                .pattern(Some(NAME))
                .max_length(Some(256))
                .description(Some("What the owner is called: one line, at most 256 characters. Letters do not say it."))
                .examples(["Ann"]),
        ),
        (
            "Locale",
            text()
                .pattern(Some("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"))
                .max_length(Some(35))
                .description(Some("A BCP 47 language tag. Letters come in the nearest language that there is."))
                .examples(["de-CH"]),
        ),
        (
            "AccountId",
            text()
                .pattern(Some("^[1-9][0-9]{0,18}$"))
                .description(Some("The `id` of an account."))
                .examples(["1"]),
        ),
    ]
}

/// What is set, and what is compared.
fn of_passwords() -> [(&'static str, ObjectBuilder); 2] {
    [
        (
            "NewPassword",
            text()
                .min_length(Some(1))
                .description(Some(
                    "Counted in Unicode code points after NFC: at least `password.min_length` (8, unless it is set \
                     otherwise), at most 256 and 1024 bytes; no control characters; not one that others try first, where the \
                     service is set so. A password that breaks these rules is refused before the code is looked at; one that \
                     a breach service knows, after a right code, which stays as good as it was.",
                ))
                .format(Some(SchemaFormat::Custom("password".into())))
                .examples(["correct horse"]),
        ),
        (
            "Password",
            text()
                .min_length(Some(1))
                .description(Some("A password, as it was typed."))
                .format(Some(SchemaFormat::Custom("password".into())))
                .examples(["correct horse"]),
        ),
    ]
}

/// What a recovery is named by, and what opens it.
fn of_recoveries() -> [(&'static str, ObjectBuilder); 4] {
    [
        (
            "RecoveryId",
            text()
                .pattern(Some("^[A-Za-z0-9_-]{21}[AQgw]$"))
                .description(Some("The `recovery` that beginning one answered: 128 bits as base64url."))
                .examples(["Qe9ye750d72U_Tg6i-UiTQ"]),
        ),
        (
            "Limit",
            text()
                .enum_values(Some(["asks", "checks"]))
                .description(Some("A limit per client, as `RateLimit` names it."))
                .examples(["asks"]),
        ),
        (
            "Code",
            text()
                .pattern(Some("^[ -]*([^ -][ -]*){1,64}$"))
                .description(Some(
                    "The code of the letter, as it was typed. Spaces and `-` are dropped; what is left, 1 to 64 characters, \
                     is one guess, whatever it is.",
                ))
                .examples(["330864"]),
        ),
        (
            "LinkToken",
            text()
                .min_length(Some(1))
                .description(Some("The token of a letter's link."))
                .examples(["V9TjVkC2T1yVvT1xJbYk0m2b3cQ9r8s7t6u5v4w3x2y1z0A9B8C7D6E5F4G3H2I1"]),
        ),
    ]
}

/// One line that is not blank.
const NAME: &str =
    r"^[^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$";

/// A JSON body of these fields. `strict`: a key that is none of them is refused.
pub(super) fn body(fields: Vec<Field>, strict: bool, required: bool) -> RequestBody {
    let mut object = Object::builder().schema_type(Type::Object);
    if strict {
        object = object.additional_properties(Some(AdditionalProperties::<Schema>::FreeForm(false)));
    }
    for Field(key, schema, must) in fields {
        object = object.property(key, schema);
        if must {
            object = object.required(key);
        }
    }
    let schema: Schema = object.build().into();
    let content = ContentBuilder::new().schema(Some(schema)).build();
    let required = if required { Required::True } else { Required::False };
    RequestBodyBuilder::new()
        .content("application/json", content)
        .required(Some(required))
        .build()
}

/// A segment of the path.
pub(super) fn in_path(name: &str, schema: &str) -> Parameter {
    parameter(name, ParameterIn::Path, named(schema), "")
        .required(Required::True)
        .build()
}

/// A header of the request, which may be there.
pub(super) fn in_header(name: &str, schema: RefOr<Schema>, text: &str) -> Parameter {
    parameter(name, ParameterIn::Header, schema, text)
        .required(Required::False)
        .build()
}

/// A part of the query, which may be there.
pub(super) fn in_query(name: &str, schema: RefOr<Schema>, text: &str) -> Parameter {
    parameter(name, ParameterIn::Query, schema, text)
        .required(Required::False)
        .build()
}

fn parameter(name: &str, place: ParameterIn, schema: RefOr<Schema>, text: &str) -> ParameterBuilder {
    let text = Some(text).filter(|it| !it.is_empty());
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .schema(Some(schema))
        .description(text)
}
