// The schemas are many: shown all at once they make every click slow.
SwaggerUIBundle({ url: '/openapi.yaml', dom_id: '#api', deepLinking: true, defaultModelsExpandDepth: 0 });
