/** `server` answers requests, `full-stack` does so beside pages, `front-end` runs in a browser. */
export type Role = 'server' | 'full-stack' | 'front-end';

interface KnownFramework {
  readonly name: string;
  readonly role: Role;
}

export type Ecosystem = 'npm' | 'python' | 'go' | 'jvm' | 'php' | 'ruby' | 'dotnet' | 'rust' | 'elixir';

const server = (...entries: readonly (readonly [string, string])[]) => table('server', entries);
const fullStack = (...entries: readonly (readonly [string, string])[]) => table('full-stack', entries);
const frontEnd = (...entries: readonly (readonly [string, string])[]) => table('front-end', entries);

function table(role: Role, entries: readonly (readonly [string, string])[]): [string, KnownFramework][] {
  return entries.map(([dependency, name]) => [dependency, { name, role }]);
}

/** Dependencies that say what a program is built with, by the name that stands in a manifest. */
export const knownFrameworks: Readonly<Record<Ecosystem, ReadonlyMap<string, KnownFramework>>> = {
  npm: new Map([
    ...server(['express', 'Express'], ['fastify', 'Fastify'], ['@nestjs/core', 'NestJS'], ['koa', 'Koa'], ['@hapi/hapi', 'hapi'], ['hapi', 'hapi'],
      ['restify', 'Restify'], ['@adonisjs/core', 'AdonisJS'], ['@feathersjs/feathers', 'Feathers'], ['hono', 'Hono'], ['elysia', 'Elysia'], ['h3', 'h3'],
      ['nitropack', 'Nitro'], ['polka', 'Polka'], ['sails', 'Sails'], ['@loopback/core', 'LoopBack'], ['loopback', 'LoopBack'], ['@apollo/server', 'Apollo Server'],
      ['apollo-server', 'Apollo Server'], ['apollo-server-express', 'Apollo Server'], ['graphql-yoga', 'GraphQL Yoga'], ['moleculer', 'Moleculer'],
      ['@strapi/strapi', 'Strapi'], ['strapi', 'Strapi'], ['directus', 'Directus'], ['@keystone-6/core', 'Keystone'], ['json-server', 'json-server'],
      ['restana', 'restana'], ['hyper-express', 'HyperExpress'], ['@midwayjs/core', 'Midway'], ['egg', 'Egg'], ['@tsed/common', 'Ts.ED'],
      ['@trpc/server', 'tRPC'], ['micro', 'micro'], ['socket.io', 'Socket.IO'], ['firebase-functions', 'Firebase Functions'], ['serverless', 'Serverless']),
    ...fullStack(['next', 'Next.js'], ['nuxt', 'Nuxt'], ['@sveltejs/kit', 'SvelteKit'], ['@remix-run/node', 'Remix'], ['@redwoodjs/core', 'RedwoodJS'],
      ['meteor-node-stubs', 'Meteor'], ['@angular/ssr', 'Angular SSR'], ['payload', 'Payload'], ['@react-router/node', 'React Router']),
    ...frontEnd(['react', 'React'], ['vue', 'Vue'], ['svelte', 'Svelte'], ['@angular/core', 'Angular'], ['solid-js', 'Solid'], ['preact', 'Preact'],
      ['astro', 'Astro'], ['gatsby', 'Gatsby'], ['@docusaurus/core', 'Docusaurus'], ['vitepress', 'VitePress'], ['@11ty/eleventy', 'Eleventy']),
  ]),
  python: new Map([
    ...server(['fastapi', 'FastAPI'], ['flask', 'Flask'], ['django', 'Django'], ['djangorestframework', 'Django REST framework'], ['django-ninja', 'Django Ninja'],
      ['starlette', 'Starlette'], ['litestar', 'Litestar'], ['sanic', 'Sanic'], ['tornado', 'Tornado'], ['aiohttp', 'aiohttp'], ['bottle', 'Bottle'],
      ['falcon', 'Falcon'], ['pyramid', 'Pyramid'], ['quart', 'Quart'], ['connexion', 'Connexion'], ['robyn', 'Robyn'], ['cherrypy', 'CherryPy'],
      ['flask-restful', 'Flask-RESTful'], ['flask-restx', 'Flask-RESTX'], ['flask-smorest', 'flask-smorest'], ['eve', 'Eve'], ['masonite', 'Masonite'],
      ['blacksheep', 'BlackSheep']),
  ]),
  go: new Map([
    ...server(['github.com/gin-gonic/gin', 'Gin'], ['github.com/labstack/echo', 'Echo'], ['github.com/gofiber/fiber', 'Fiber'], ['github.com/go-chi/chi', 'chi'],
      ['github.com/gorilla/mux', 'gorilla/mux'], ['github.com/beego/beego', 'Beego'], ['github.com/astaxie/beego', 'Beego'],
      ['github.com/julienschmidt/httprouter', 'httprouter'], ['github.com/valyala/fasthttp', 'fasthttp'], ['github.com/gobuffalo/buffalo', 'Buffalo'],
      ['github.com/revel/revel', 'Revel'], ['github.com/kataras/iris', 'Iris'], ['github.com/danielgtaylor/huma', 'Huma'], ['github.com/emicklei/go-restful', 'go-restful'],
      ['github.com/zeromicro/go-zero', 'go-zero'], ['github.com/go-kratos/kratos', 'Kratos'], ['github.com/go-kit/kit', 'Go kit'], ['google.golang.org/grpc', 'gRPC']),
  ]),
  jvm: new Map([
    ...server(['spring-boot-starter-web', 'Spring Boot'], ['spring-boot-starter-webflux', 'Spring Boot WebFlux'], ['spring-boot-starter', 'Spring Boot'],
      ['spring-boot-starter-parent', 'Spring Boot'], ['org.springframework.boot', 'Spring Boot'], ['spring-webmvc', 'Spring MVC'], ['quarkus-bom', 'Quarkus'],
      ['io.quarkus', 'Quarkus'], ['micronaut-parent', 'Micronaut'], ['micronaut-http-server-netty', 'Micronaut'], ['io.micronaut.application', 'Micronaut'],
      ['dropwizard-core', 'Dropwizard'], ['javalin', 'Javalin'], ['spark-core', 'Spark'], ['vertx-web', 'Vert.x'], ['vertx-core', 'Vert.x'],
      ['ktor-server-core', 'Ktor'], ['ktor-server-netty', 'Ktor'], ['io.ktor.plugin', 'Ktor'], ['http4k-core', 'http4k'], ['helidon-webserver', 'Helidon'],
      ['jersey-server', 'Jersey'], ['jersey-container-servlet', 'Jersey'], ['javax.servlet-api', 'Servlet'], ['jakarta.servlet-api', 'Servlet'], ['jakarta.jakartaee-api', 'Jakarta EE']),
  ]),
  php: new Map([
    ...server(['laravel/framework', 'Laravel'], ['laravel/lumen-framework', 'Lumen'], ['symfony/framework-bundle', 'Symfony'], ['symfony/symfony', 'Symfony'],
      ['slim/slim', 'Slim'], ['codeigniter4/framework', 'CodeIgniter'], ['yiisoft/yii2', 'Yii'], ['cakephp/cakephp', 'CakePHP'], ['api-platform/core', 'API Platform'],
      ['mezzio/mezzio', 'Mezzio'], ['laminas/laminas-mvc', 'Laminas'], ['hyperf/http-server', 'Hyperf']),
  ]),
  ruby: new Map([
    ...server(['rails', 'Rails'], ['sinatra', 'Sinatra'], ['grape', 'Grape'], ['hanami', 'Hanami'], ['roda', 'Roda'], ['padrino', 'Padrino'], ['cuba', 'Cuba'], ['rack', 'Rack']),
  ]),
  dotnet: new Map([
    ...server(['Microsoft.NET.Sdk.Web', 'ASP.NET Core'], ['Microsoft.AspNetCore.App', 'ASP.NET Core'], ['Microsoft.AspNetCore.OpenApi', 'ASP.NET Core'],
      ['FastEndpoints', 'FastEndpoints'], ['Carter', 'Carter'], ['ServiceStack', 'ServiceStack'], ['Microsoft.AspNet.WebApi', 'ASP.NET Web API']),
  ]),
  rust: new Map([
    ...server(['actix-web', 'Actix Web'], ['axum', 'axum'], ['rocket', 'Rocket'], ['warp', 'warp'], ['tide', 'Tide'], ['poem', 'Poem'], ['salvo', 'Salvo'], ['loco-rs', 'Loco']),
  ]),
  elixir: new Map([...server(['phoenix', 'Phoenix'], ['plug_cowboy', 'Plug'])]),
}; // prettier-ignore
