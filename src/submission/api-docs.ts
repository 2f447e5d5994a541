import { posix } from 'node:path';
import { oneLine } from '../text.ts';
import type { SubmissionFiles } from './files.ts';
import { contextOf } from './secrets/path-context.ts';
import { byDepth, isForeign } from './survey/foreign-folders.ts';
import { readManifests } from './survey/manifests.ts';

/** Signs that the API describes itself, besides the documents that the survey finds. */
export type ApiDocsReading = {
  /** A document that is generated or served while the app runs, written in the code, or a schema of another kind. */
  readonly described: readonly DocsSign[];
  /** A library for it that a manifest names and no code uses. */
  readonly unused: readonly DocsSign[];
  /** Where the document is switched off. */
  readonly off: readonly DocsSign[];
  /** Whether all files that could tell were read. */
  readonly complete: boolean;
};

export type DocsSign = { readonly what: string; readonly path: string; readonly line: number; readonly snippet: string };

const MOST_BYTES = 32 * 2 ** 20;
const LONGEST_MS = 8_000;
const LARGEST = 256 * 1024;
const MOST_SIGNS = 10;
const CODE = /\.(?:[cm]?[jt]sx?|py|go|java|kt|kts|scala|groovy|php|rb|cs|fs|rs|ex|exs|ya?ml|properties|gradle)$/i;

interface Tool {
  readonly what: string;
  /** In code: what uses it. */
  readonly used: RegExp;
  /** In a manifest: its name. */
  readonly named?: RegExp;
  /** It works by being there. */
  readonly byItself?: boolean;
}

const TOOLS: readonly Tool[] = [
  { what: '@nestjs/swagger', used: /SwaggerModule\.(?:setup|createDocument)\s*\(/, named: /"@nestjs\/swagger"/ },
  { what: '@fastify/swagger', used: /["'](?:@fastify\/swagger|fastify-swagger|@fastify\/swagger-ui|fastify-oas)["']/, named: /"(?:@fastify\/swagger|fastify-swagger|fastify-oas)"/ },
  {
    what: 'an OpenAPI library for Node',
    used: /(?:require\(|from\s|import\(|import\s)\s*["'](?:swagger-jsdoc|swagger-ui-express|swagger-ui-dist|swagger-ui-koa|koa2-swagger-ui|koa-swagger-decorator|koa-swagger|swagger-autogen|express-jsdoc-swagger|express-swagger-generator|express-oas-generator|express-openapi|express-openapi-validator|openapi-backend|openapi3-ts|@asteasolutions\/zod-to-openapi|zod-openapi|@hono\/zod-openapi|@hono\/swagger-ui|hono-openapi|@elysiajs\/(?:swagger|openapi)|@feathersjs\/swagger|feathers-swagger|hapi-swagger|@scalar\/[\w-]+|redoc-express|routing-controllers-openapi|tsoa|@tsed\/swagger|adonis-autoswagger|express-zod-api|@ts-rest\/open-api|trpc-openapi|trpc-to-openapi|joi-to-swagger|@wesleytodd\/openapi|@adonisjs\/swagger|sails-hook-swagger-generator|@loopback\/rest|@loopback\/rest-explorer|loopback-component-explorer|egg-swagger-doc|swagger-tools|oas-tools|@midwayjs\/swagger|chanfana|@orpc\/openapi)["']/,
    named: /"(?:swagger-jsdoc|swagger-ui-express|swagger-autogen|express-jsdoc-swagger|hapi-swagger|@asteasolutions\/zod-to-openapi)"/,
  },
  { what: 'documentation comments of the routes', used: /^\s*(?:\*|\/\/)\s*@(?:swagger|openapi|apiDefine)\b|^\s*\*\s*@api\s+\{/m },
  { what: 'tsoa', used: /["']tsoa["']/, named: /"tsoa"/ },
  {
    what: 'an OpenAPI library for Python',
    used: /\b(?:from|import)\s+(?:flasgger|flask_restx|flask_restplus|flask_smorest|flask_apispec|apispec|apiflask|flask_openapi3|connexion|drf_spectacular|drf_yasg|rest_framework\.documentation|rest_framework\.schemas|rest_framework_swagger|ninja|ninja_extra|spectree|litestar|starlite|quart_schema|sanic_ext|sanic_openapi|blacksheep\.server\.openapi|aiohttp_apispec|aiohttp_swagger\d?|aiohttp_pydantic|robyn|hug|falcon_apispec|tornado_swagger|flask_swagger_ui|flask_swagger|flask_pydantic_spec|pyramid_openapi3|django_rest_swagger)\b|["'](?:drf_spectacular|drf_yasg|rest_framework_swagger|ninja)["']/,
    named: /^\s*["']?(?:flasgger|flask-restx|flask-smorest|drf-spectacular|drf-yasg|apispec)\b/m,
  },
  { what: 'an OpenAPI library for Go', used: /"github\.com\/(?:swaggo\/|danielgtaylor\/huma|getkin\/kin-openapi|go-swagger\/|go-openapi\/|deepmap\/oapi-codegen|oapi-codegen\/|ogen-go\/|wI2L\/fizz|emicklei\/go-restful-openapi|gofiber\/swagger|swaggest\/)|^\/\/\s*@(?:Router|title)\s|^\/\/\s*swagger:/m },
  { what: 'springdoc', used: /org\.springdoc|springdoc\./, named: /springdoc-openapi/, byItself: true },
  { what: 'an OpenAPI library for the JVM', used: /io\.swagger\.v3|io\.swagger\.annotations|springfox\.|@EnableSwagger2|io\.micronaut\.openapi|org\.eclipse\.microprofile\.openapi|io\.ktor\.server\.plugins\.(?:swagger|openapi)|io\.javalin\.openapi|restdocs/, named: /quarkus-smallrye-openapi|micronaut-openapi|springfox-boot-starter|spring-restdocs/, byItself: true },
  { what: 'an OpenAPI library for PHP', used: /OpenApi\\|@OA\\|#\[OA\\|Swagger\\Annotations|ApiPlatform\\|@ApiResource|Nelmio\\ApiDoc|L5Swagger|Dedoc\\Scramble|Knuckles\\Scribe|@apiResource/, named: /"(?:api-platform\/(?:core|symfony|laravel)|dedoc\/scramble|knuckleswtf\/scribe)"/, byItself: true },
  { what: 'an OpenAPI library for Ruby', used: /\brswag|swagger_helper|add_swagger_documentation|\bapipie|rspec_api_documentation|Rswag::|swagger_path/i },
  { what: 'an OpenAPI library for .NET', used: /AddSwaggerGen|UseSwagger|AddOpenApi\b|MapOpenApi|AddOpenApiDocument|UseSwaggerUi|SwaggerDocument\(|AddNSwag/ },
  { what: 'an OpenAPI library for Rust', used: /\b(?:utoipa|aide|paperclip|poem_openapi|okapi|rocket_okapi|dropshot)::/ },
  { what: 'an OpenAPI library for Elixir', used: /OpenApiSpex|PhoenixSwagger/ },
  { what: 'a document in the code', used: /["']?openapi["']?\s*[:=]{1,2}>?\s*["']3\.[01]|["']?swagger["']?\s*[:=]{1,2}>?\s*["']2\.0["']/ },
  { what: 'a page of API documentation', used: /["'`][^"'`\n]{0,60}(?:swagger-ui|redoc|rapidoc|\/api-docs|stoplight\/elements|@scalar\/api-reference)[^"'`\n]{0,60}["'`]/i },
  { what: 'a GraphQL schema', used: /\b(?:buildSchema|makeExecutableSchema|typeDefs|GraphQLModule|new ApolloServer|new GraphQLSchema|graphene\.Schema|strawberry\.Schema|@QueryMapping|@DgsQuery|graphqlHTTP|mercurius|gqlgen|GraphQL::Schema|AddGraphQLServer)\b/ },
]; // prettier-ignore
/** FastAPI, Litestar, Robyn and the like describe themselves without being told; HTTP frameworks whose name alone is enough. */
const SELF_DESCRIBING = new Set([
  'FastAPI',
  'Litestar',
  'Django Ninja',
  'Flask-RESTX',
  'flask-smorest',
  'Connexion',
  'API Platform',
  'LoopBack',
  'Huma',
  'Strapi',
  'Directus',
  'Encore',
]);
const SWITCHED_OFF = /\bopenapi_url\s*=\s*None\b/;
const SCHEMA_FILE = /\.(?:graphqls?|gql|proto|apib|raml|tsp|smithy)$|(?:^|\/)(?:apidoc\.json|asyncapi\.(?:ya?ml|json))$/i;

/** Looks for what generates, serves or holds a description of the API. */
export async function readApiDocs(files: SubmissionFiles, signal?: AbortSignal): Promise<ApiDocsReading> {
  const described: DocsSign[] = [];
  const off: DocsSign[] = [];
  const end = performance.now() + LONGEST_MS;
  const { manifests, frameworks } = await readManifests(files);
  for (const { name, manifest } of frameworks)
    if (SELF_DESCRIBING.has(name))
      described.push({ what: name, path: manifest, line: 1, snippet: `${name} serves a document by itself` });
  for (const path of files.paths)
    if (SCHEMA_FILE.test(path) && !isForeign(path) && described.length < MOST_SIGNS)
      described.push({ what: `a ${posix.extname(path).slice(1)} file`, path, line: 1, snippet: posix.basename(path) });
  let bytes = 0;
  let complete = true;
  const used = new Set<string>();
  for (const path of files.paths.filter((one) => CODE.test(one) && isOwnCode(one)).sort(byDepth)) {
    signal?.throwIfAborted();
    if (bytes > MOST_BYTES || performance.now() > end) {
      complete = false;
      break;
    }
    const text = await files.readText(path, LARGEST).catch(() => '');
    bytes += text.length;
    const switchedOff = signIn(text, SWITCHED_OFF, path, 'the document is switched off');
    if (switchedOff) off.push(switchedOff);
    for (const { what, used: usedBy } of TOOLS) {
      const sign = used.has(what) ? undefined : signIn(text, usedBy, path, what);
      if (!sign) continue;
      used.add(what);
      described.push(sign);
    }
  }
  const unused: DocsSign[] = [];
  for (const path of manifests) {
    const text = await files.readText(path, LARGEST).catch(() => '');
    for (const { what, named, byItself } of TOOLS) {
      const sign = named && !used.has(what) ? signIn(text, named, path, what) : undefined;
      if (sign) (byItself ? described : unused).push(sign);
    }
  }
  return {
    described: described.slice(0, MOST_SIGNS),
    unused: unused.slice(0, MOST_SIGNS),
    off: off.slice(0, MOST_SIGNS),
    complete,
  };
}

/** Tests and clients may speak of a document that nobody serves. */
function isOwnCode(path: string): boolean {
  const context = contextOf(path);
  return (
    context !== null &&
    (context === 'code' ||
      /(?:^|\/)(?:docs?|swagger|openapi|api-docs)\//i.test(path) ||
      /swagger|openapi/i.test(posix.basename(path)))
  );
}

function signIn(text: string, pattern: RegExp, path: string, what: string): DocsSign | undefined {
  const match = pattern.exec(text);
  if (!match) return undefined;
  const at = match.index + (/^\s*/.exec(match[0])?.[0].length ?? 0);
  const line = text.slice(0, at).split('\n').length;
  return { what, path, line, snippet: oneLine(text.split('\n')[line - 1] ?? '', 160) };
}
