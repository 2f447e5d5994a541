import { describe, expect, it } from 'vitest';
import { type DocumentLinks, findDocumentLinks } from '../../../src/api/openapi/document-links.ts';
import { readOpenApi } from '../../../src/api/openapi/read.ts';
import { cpuTimeMs } from '../../cpu-time.ts';

const PAGES: readonly (readonly [name: string, page: string, at: string, links: Partial<DocumentLinks>])[] = [
  [
    'FastAPI',
    `<script>const ui = SwaggerUIBundle({ url: '/openapi.json', "dom_id": "#swagger-ui" })</script>`,
    '/docs',
    { documents: ['/openapi.json'] },
  ],
  [
    'springdoc',
    `window.ui = SwaggerUIBundle({ "configUrl" : "/v3/api-docs/swagger-config", url: "https://petstore.swagger.io/v2/swagger.json" })`,
    '/swagger-ui/swagger-initializer.js',
    { documents: ['/v3/api-docs/swagger-config'] },
  ],
  ['ReDoc', `<redoc spec-url="./openapi.yaml"></redoc>`, '/docs/', { documents: ['/docs/openapi.yaml'] }],
  ['Scalar', `<script id="api-reference" data-url="/doc"></script>`, '/reference', { documents: ['/doc'] }],
  [
    'Scalar in an attribute',
    `<script data-configuration="{&quot;spec&quot;:{&quot;url&quot;:&quot;/openapi&quot;}}"></script>`,
    '/reference',
    { documents: ['/openapi'] },
  ],
  [
    'several documents',
    `urls: [{url: "/a.json", name: "A"}, {"url": "http://localhost:3000/b.json", name: "B"}]`,
    '/docs',
    { documents: ['/a.json', '/b.json'] },
  ],
  [
    'swagger-ui-express',
    `<script src="./swagger-ui-bundle.js"></script><script src="./swagger-ui-init.js"></script>`,
    '/api-docs/',
    { documents: [], scripts: ['/api-docs/swagger-ui-init.js'] },
  ],
  [
    'another host',
    `<script src="https://cdn.example.com/swagger-initializer.js"></script> url: "//evil.test/openapi.json"`,
    '/docs',
    { documents: [], scripts: [] },
  ],
];

describe('findDocumentLinks', () => {
  it.each(PAGES)('%s', (_name, page, at, links) => {
    expect(findDocumentLinks(page, at)).toMatchObject(links);
  });

  it('takes the document out of swagger-ui-init.js', async () => {
    const document = {
      openapi: '3.0.0',
      info: { title: 'a "quoted" } brace', version: '1' },
      paths: { '/tasks': { get: { responses: { 200: { description: "it's" } } } } },
    };
    const script = `window.onload = function() {\n var url = window.location.search.match(/url=([^&]+)/);\n var options = {\n  "swaggerDoc": ${JSON.stringify(document, null, 2)},\n  "customOptions": {}\n};\n url = options.swaggerUrl || url }`;
    const { embedded } = findDocumentLinks(script, '/api-docs/swagger-ui-init.js');
    expect(await readOpenApi(embedded ?? '', { kind: 'openapi-served', at: '/api-docs/' })).toMatchObject({
      operations: [{ method: 'GET', path: '/tasks' }],
      notes: [],
    });
  });

  it('ends soon on hostile pages', () => {
    const from = cpuTimeMs();
    for (const piece of ['url:', '<script src=', '"swaggerDoc": {', '{', '"', 'url: "a" ', '<script ', 'content = "'])
      findDocumentLinks(piece.repeat(200_000));
    expect(cpuTimeMs() - from).toBeLessThan(4000);
  });
});
